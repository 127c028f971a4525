package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.Samples;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Epoch;
import dev.trawl.track.Erased;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Phase;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.filter.RunOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Random operations on a sweep do to the store what they do to a few maps. */
final class RunStoreModelTest {
  private static final String URL = "jdbc:h2:mem:model;USER=sa;PASSWORD=x";
  private static final Owner OWNER = Owner.ofThisProcess();
  private static final List<RunOrder> BY_METRIC = Samples.order("metrics.val_accuracy", true);

  @SuppressWarnings("NullAway.Init")
  private static RunStore store;

  @BeforeContainer
  static void open() {
    store = H2RunStore.open(URL, Clock.systemUTC());
  }

  private static long models() {
    try (Handle handle = Jdbi.open(URL)) {
      return handle.createQuery("SELECT COUNT(*) FROM checkpoint_model").mapTo(Long.class).one();
    }
  }

  @AfterContainer
  static void close() {
    store.close();
  }

  /** What is done, to the run at {@code which} modulo the number of runs. */
  private record Operation(Kind kind, int which, int amount, double value, boolean flag) {}

  private enum Kind {
    CREATE,
    RETRY,
    START,
    EPOCH,
    REPLACE_EPOCH,
    FINISH,
    FAIL,
    INTERRUPT,
    DELETE,
    UNDELETE,
    ERASE
  }

  @Provide
  Arbitrary<List<Operation>> operations() {
    Arbitrary<Kind> kinds =
        Arbitraries.frequency(
            Tuple.of(4, Kind.CREATE),
            Tuple.of(1, Kind.RETRY),
            Tuple.of(2, Kind.START),
            Tuple.of(8, Kind.EPOCH),
            Tuple.of(3, Kind.REPLACE_EPOCH),
            Tuple.of(3, Kind.FINISH),
            Tuple.of(1, Kind.FAIL),
            Tuple.of(2, Kind.INTERRUPT),
            Tuple.of(3, Kind.DELETE),
            Tuple.of(2, Kind.UNDELETE),
            Tuple.of(2, Kind.ERASE));
    Arbitrary<Double> values =
        Arbitraries.oneOf(
            Arbitraries.of(0.0, 0.5, Double.NaN, Double.POSITIVE_INFINITY, Double.MIN_VALUE),
            Arbitraries.doubles().between(0, 1));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, 20),
            Arbitraries.integers().between(0, 5),
            values,
            Arbitraries.of(true, false))
        .as(Operation::new)
        .list()
        .ofMinSize(5)
        .ofMaxSize(30);
  }

  @Property(tries = 40, shrinking = ShrinkingMode.BOUNDED)
  void operations_anySequence_leaveWhatTheModelSays(
      @ForAll("operations") List<Operation> operations) {
    Model model = new Model(store.createSweep(Samples.sweep("model"), OWNER));
    operations.forEach(model::apply);
    model.check();
  }

  /** A run as maps have it. */
  private static final class ModelRun {
    final Run created;
    RunStatus status = RunStatus.SCHEDULED;
    final List<Epoch> epochs = new ArrayList<>();
    final TreeSet<Integer> kept = new TreeSet<>();
    double outside;
    Map<String, Double> phases = Map.of();
    long correct = -1;
    boolean superseded;
    boolean deleted;

    ModelRun(Run created) {
      this.created = created;
    }

    boolean listed() {
      return !superseded && !deleted;
    }

    Optional<Epoch> best() {
      return epochs.stream().filter(Epoch::best).reduce((a, b) -> b);
    }

    Map<String, Double> metrics() {
      Map<String, Double> metrics = new HashMap<>();
      best().ifPresent(epoch -> metrics.putAll(epoch.metrics()));
      if (correct >= 0) {
        metrics.put(Metric.TEST_ACCURACY, correct / 1000.0);
        metrics.put(Metric.TEST_LOSS, 0.0625);
      }
      return metrics;
    }

    int band() {
      return correct < 0 ? -1 : correct >= 990 ? 2 : correct >= 980 ? 1 : 0;
    }
  }

  private static final class Model {
    private final Sweep sweep;
    private final List<ModelRun> runs = new ArrayList<>();
    private long lastSequence;

    Model(Sweep sweep) {
      this.sweep = sweep;
      this.lastSequence = sweep.info().sequence();
    }

    void apply(Operation operation) {
      List<ModelRun> listed = runs.stream().filter(ModelRun::listed).toList();
      if (operation.kind() == Kind.CREATE || listed.isEmpty()) {
        int last = runs.stream().mapToInt(run -> run.created.number()).max().orElse(0);
        runs.add(new ModelRun(store.createRun(Samples.run(sweep.id(), last + 1))));
        return;
      }
      if (operation.kind() == Kind.DELETE || operation.kind() == Kind.UNDELETE) {
        delete(runs.get(operation.which() % runs.size()), operation.kind() == Kind.DELETE);
        return;
      }
      if (operation.kind() == Kind.ERASE) {
        erase(operation.flag(), operation.amount() == 0);
        return;
      }
      ModelRun run = listed.get(operation.which() % listed.size());
      if (operation.kind() == Kind.RETRY) {
        retry(run);
      } else if (run.status.isFinal()) {
        assertThatThrownBy(() -> store.startRun(run.created.id()))
            .isInstanceOf(IllegalArgumentException.class);
      } else {
        Run after = change(run, operation);
        assertThat(after.info().sequence()).isGreaterThan(lastSequence);
        lastSequence = after.info().sequence();
        assertThat(after.status()).isEqualTo(run.status);
      }
    }

    /** Of any run, listed or not. */
    private void delete(ModelRun run, boolean delete) {
      String id = run.created.id();
      if (delete && !run.deleted && !run.status.isFinal()) {
        assertThatThrownBy(() -> store.deleteRun(id))
            .isExactlyInstanceOf(RefusedChangeException.class);
        return;
      }
      Run after = delete ? store.deleteRun(id) : store.undeleteRun(id);
      assertThat(after.info().deletedAt() != null).isEqualTo(delete);
      if (run.deleted != delete) {
        assertThat(after.info().sequence()).isGreaterThan(lastSequence);
        lastSequence = after.info().sequence();
      }
      run.deleted = delete;
    }

    /** Between two sessions of the sweep, for nothing is erased while it is RUNNING. */
    private void erase(boolean finished, boolean dryRun) {
      assertThat(store.eraseDeleted(sweep.id(), Instant.now(), false)).isEqualTo(Erased.NOTHING);
      store.endSweep(sweep.id(), finished ? SweepStatus.FINISHED : SweepStatus.STOPPED, "");
      runs.stream()
          .filter(run -> !run.status.isFinal())
          .forEach(run -> run.status = RunStatus.INTERRUPTED);
      int last = runs.stream().mapToInt(run -> run.created.number()).max().orElse(0);
      List<ModelRun> gone =
          runs.stream()
              .filter(run -> run.deleted || latest(run).deleted)
              .filter(run -> finished || run.created.number() < last)
              .toList();

      Erased erased = store.eraseDeleted(sweep.id(), Instant.now(), dryRun);

      assertThat(erased.runs()).isEqualTo(gone.size());
      assertThat(erased.checkpoints())
          .isEqualTo(gone.stream().mapToInt(run -> run.kept.size()).sum());
      if (!dryRun) {
        runs.removeAll(gone);
        gone.forEach(run -> assertThat(store.run(run.created.id())).isEmpty());
      }
      Sweep after =
          finished ? store.joinSweep(sweep.id(), OWNER) : store.claimSweep(sweep.id(), OWNER);
      assertThat(after.info().sequence()).isGreaterThan(lastSequence);
      lastSequence = after.info().sequence();
    }

    private ModelRun latest(ModelRun run) {
      return runs.stream()
          .filter(other -> other.created.number() == run.created.number())
          .max(Comparator.comparing(other -> other.created.attempt()))
          .orElseThrow();
    }

    private void retry(ModelRun run) {
      run.superseded = true;
      runs.add(
          new ModelRun(
              store.createRun(
                  Samples.run(
                      sweep.id(),
                      run.created.number(),
                      run.created.attempt() + 1,
                      run.created.parameters()))));
    }

    private Run change(ModelRun run, Operation operation) {
      return switch (operation.kind()) {
        case START -> {
          run.status = RunStatus.RUNNING;
          yield store.startRun(run.created.id());
        }
        case EPOCH -> record(run, run.epochs.size() + 1, operation);
        case REPLACE_EPOCH ->
            record(run, Math.max(1, run.epochs.size() - operation.amount()), operation);
        case FINISH -> finish(run, operation);
        case FAIL -> end(run, new RunEnd(RunStatus.FAILED, "diverged", 0.5, null), Set.of());
        default ->
            end(
                run,
                new RunEnd(RunStatus.INTERRUPTED, "Ctrl-C", 0.25, Map.of(Phase.DATA, 0.25), null),
                run.kept);
      };
    }

    private Run record(ModelRun run, int number, Operation operation) {
      run.epochs.subList(number - 1, run.epochs.size()).clear();
      boolean best = run.epochs.isEmpty() || operation.flag();
      Map<String, Double> metrics =
          Map.of(Metric.VAL_ACCURACY, operation.value(), Metric.TRAIN_LOSS, 1.0 * number);
      byte[] model = Samples.model(number, 100 * (1 + number) + operation.which());
      Epoch epoch = Samples.epoch(number, metrics, best, model);
      run.epochs.add(epoch);
      run.phases = Phase.sum(run.phases, epoch.phases());
      run.kept.tailSet(number).clear();
      run.kept.add(number);
      if (operation.amount() == 0) {
        run.kept.pollFirst();
      }
      run.status = RunStatus.RUNNING;
      return store.recordEpoch(run.created.id(), epoch, new HashSet<>(run.kept));
    }

    private Run finish(ModelRun run, Operation operation) {
      if (run.best().isEmpty()) {
        return end(run, new RunEnd(RunStatus.FINISHED, null, 1.0, null), Set.of());
      }
      run.correct = 975 + 5L * operation.amount();
      return end(
          run,
          new RunEnd(RunStatus.FINISHED, null, 1.0, Samples.evaluation(run.correct)),
          Set.of(run.best().get().number()));
    }

    private Run end(ModelRun run, RunEnd end, Set<Integer> kept) {
      run.status = end.status();
      run.outside += end.seconds();
      run.phases = Phase.sum(run.phases, end.phases());
      Run after = store.endRun(run.created.id(), end, new HashSet<>(kept));
      run.kept.retainAll(new HashSet<>(kept));
      return after;
    }

    void check() {
      List<ModelRun> listed =
          runs.stream()
              .filter(ModelRun::listed)
              .sorted(Comparator.comparing(run -> run.created.number()))
              .toList();
      assertThat(store.runs(sweep.id(), RunQuery.ALL))
          .extracting(Run::id)
          .containsExactlyElementsOf(listed.stream().map(run -> run.created.id()).toList());
      assertThat(store.runs(sweep.id(), RunQuery.ALL.withOrder(BY_METRIC)))
          .extracting(Run::id)
          .containsExactlyInAnyOrderElementsOf(listed.stream().map(r -> r.created.id()).toList());
      assertThat(store.deletedRuns(sweep.id(), RunQuery.ALL))
          .extracting(Run::id)
          .containsExactlyInAnyOrderElementsOf(
              runs.stream().filter(run -> run.deleted).map(run -> run.created.id()).toList());
      runs.forEach(Model::checkRun);
      checkSweep(listed);
      checkModels();
    }

    /** One for all checkpoints with the same, of whichever sweep, and none without. */
    private static void checkModels() {
      assertThat(models())
          .isEqualTo(store.checkpoints().stream().map(Checkpoint::sha256).distinct().count());
    }

    private static void checkRun(ModelRun expected) {
      String id = expected.created.id();
      Run run = store.run(id).orElseThrow();
      assertThat(run.status()).isEqualTo(expected.status);
      assertThat(run.epochs()).isEqualTo(expected.epochs.size());
      assertThat(Optional.ofNullable(run.bestEpoch()))
          .isEqualTo(expected.best().map(Epoch::number));
      assertThat(run.metrics()).isEqualTo(expected.metrics());
      assertThat(run.timing().seconds()).isEqualTo(2.5 * expected.epochs.size() + expected.outside);
      assertThat(run.timing().phases()).isEqualTo(expected.phases);
      assertThat(run.band() == null ? -1 : run.band()).isEqualTo(expected.band());
      assertThat(run.parameters()).isEqualTo(expected.created.parameters());
      assertThat(store.metrics(id, Set.of(Metric.VAL_ACCURACY)))
          .extracting(Metric::value)
          .containsExactlyElementsOf(
              expected.epochs.stream().map(e -> e.metrics().get(Metric.VAL_ACCURACY)).toList());
      assertThat(store.checkpoints(id))
          .extracting(Checkpoint::epoch)
          .containsExactlyElementsOf(expected.kept);
      for (int epoch : expected.kept) {
        assertThat(store.checkpoint(id, epoch).orElseThrow().model())
            .isEqualTo(expected.epochs.get(epoch - 1).checkpoint().model());
      }
    }

    private void checkSweep(List<ModelRun> listed) {
      Map<RunStatus, Integer> counts = new EnumMap<>(RunStatus.class);
      Map<Integer, Integer> bands = new TreeMap<>(Map.of(0, 0, 1, 0, 2, 0));
      ModelRun best = null;
      for (ModelRun run : listed) {
        counts.merge(run.status, 1, Integer::sum);
        if (run.status != RunStatus.FINISHED) {
          continue;
        }
        if (run.band() >= 0) {
          bands.merge(run.band(), 1, Integer::sum);
        }
        if (score(run) > (best == null ? Double.NEGATIVE_INFINITY : score(best))) {
          best = run;
        }
      }
      Sweep read = store.sweep(sweep.id()).orElseThrow();
      assertThat(read.runs()).isEqualTo(counts);
      assertThat(read.result().bands()).containsExactlyElementsOf(bands.values());
      assertThat(Optional.ofNullable(read.bestRunId()))
          .isEqualTo(Optional.ofNullable(best).map(run -> run.created.id()));
    }

    /** NaN compares as no better than anything. */
    private static double score(ModelRun run) {
      return run.metrics().getOrDefault(Metric.VAL_ACCURACY, Double.NaN);
    }
  }
}
