package dev.trawl.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RungRank;
import dev.trawl.track.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every stopping rule keeps; a test of one extends it and says how it is asked for. */
public abstract class PrunerContract {
  private static final int RUNS = 9;

  /** A file with this rule, that minimises its metric over {@link #EPOCHS} epochs. */
  protected abstract SpecBuilder spec();

  /** Has this rule. */
  protected abstract Searches searches();

  protected static final int EPOCHS = 10;

  private SweepSpec file() {
    return spec().parameter("a", new IntUniform(1, 100)).epochs(EPOCHS).build();
  }

  private Pruner pruner() {
    return searches().pruner(file());
  }

  private static SortedMap<Integer, Double> values(int run, int epochs) {
    SortedMap<Integer, Double> values = new TreeMap<>();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      values.put(epoch, 1.0 / epoch + 0.1 * run);
    }
    return values;
  }

  private static Trial trial(int run, RunStatus status, int epochs) {
    return new Trial(run, Map.of("a", (long) run), status, values(run, epochs));
  }

  /** Runs that end at every epoch and in every way, some of them with values that are no number. */
  private static List<Trial> some() {
    List<Trial> trials = new ArrayList<>();
    RunStatus[] statuses = {
      RunStatus.FINISHED, RunStatus.PAUSED, RunStatus.PRUNED, RunStatus.FAILED, RunStatus.KILLED
    };
    for (int run = 1; run <= RUNS; run++) {
      trials.add(
          trial(run, statuses[run % statuses.length], run % statuses.length == 0 ? EPOCHS : run));
    }
    trials.add(new Trial(RUNS + 1, Map.of(), RunStatus.FAILED, new TreeMap<>()));
    trials.add(
        new Trial(
            RUNS + 2,
            Map.of("a", 99L),
            RunStatus.FAILED,
            new TreeMap<>(Map.of(1, Double.NaN, 2, Double.POSITIVE_INFINITY))));
    trials.add(trial(RUNS + 3, RunStatus.RUNNING, 0));
    return trials;
  }

  /** A run of its own that is judged epoch after epoch: each verdict up to one that ends it. */
  private static List<Verdict> judge(Pruner pruner, Trial run, History history) {
    List<Verdict> verdicts = new ArrayList<>();
    for (int epoch = 1; epoch < EPOCHS; epoch++) {
      SortedMap<Integer, Double> known = new TreeMap<>(run.values().headMap(epoch + 1));
      Trial sofar = new Trial(run.run(), run.parameters(), RunStatus.RUNNING, known);
      Verdict verdict = pruner.judge(new Job(40, run.run()), sofar, epoch, history);
      verdicts.add(verdict);
      rank(verdict)
          .ifPresent(
              rank -> {
                assertThat(rank.rung()).isLessThanOrEqualTo(known.lastKey());
                assertThat(known.values()).contains(rank.value());
              });
      if (!(verdict instanceof Verdict.Continue)) {
        return verdicts;
      }
    }
    return verdicts;
  }

  private static Optional<RungRank> rank(Verdict verdict) {
    return verdict.fold(
        Optional::empty,
        pause -> Optional.of(pause.rank()),
        stop -> Optional.ofNullable(stop.rank()));
  }

  @Test
  void judge_endsARun_onlyAsPrunedAndWithItsRank() {
    for (int run : new int[] {0, 5, 18}) {
      judge(pruner(), trial(run + 20, RunStatus.RUNNING, EPOCHS), PrunerContract::some)
          .forEach(
              verdict -> {
                if (verdict instanceof Verdict.Stop stop) {
                  assertThat(stop.status()).isEqualTo(RunStatus.PRUNED);
                }
                assertThat(rank(verdict).isPresent())
                    .isEqualTo(!(verdict instanceof Verdict.Continue));
              });
    }
  }

  @Test
  void judge_sameArguments_sameVerdictOfAnyPrunerOnAnyThread() throws Exception {
    Pruner pruner = pruner();
    Trial run = trial(20, RunStatus.RUNNING, EPOCHS);
    List<Verdict> verdicts = judge(pruner(), run, PrunerContract::some);

    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<List<Verdict>>> tasks = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        tasks.add(() -> judge(pruner, run, PrunerContract::some));
      }
      for (Future<List<Verdict>> each : threads.invokeAll(tasks)) {
        assertThat(each.get()).isEqualTo(verdicts);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void judge_aRunAlone_isNotStopped() {
    assertThat(judge(pruner(), trial(1, RunStatus.RUNNING, EPOCHS), History.NOTHING))
        .noneMatch(verdict -> verdict instanceof Verdict.Stop);
  }

  @Test
  void judge_valuesThatAreNoNumbers_getAVerdict() {
    TreeMap<Integer, Double> wild = new TreeMap<>();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      wild.put(epoch, epoch % 2 == 0 ? Double.NaN : Double.NEGATIVE_INFINITY);
    }
    Trial run = new Trial(20, Map.of(), RunStatus.RUNNING, wild);

    assertThat(judge(pruner(), run, PrunerContract::some)).isNotEmpty();
    assertThat(judge(pruner(), run, History.NOTHING)).isNotEmpty();
  }

  @Test
  void promote_withNothingKnown_hasNothing() {
    assertThat(pruner().promote(new Job(1, 1), History.NOTHING)).isEmpty();
  }

  @Test
  void promote_ofARule_isAPausedRunAndTheSameWheneverItIsAsked() {
    Job job = new Job(40, 20);
    Optional<Promotion> promotion = pruner().promote(job, PrunerContract::some);

    assertThat(pruner().promote(job, PrunerContract::some)).isEqualTo(promotion);
    promotion.ifPresent(
        found ->
            assertThat(some())
                .anyMatch(
                    trial -> trial.run() == found.run() && trial.status() == RunStatus.PAUSED));
  }

  @Test
  void promote_untilNothingIsLeft_ends() {
    List<Trial> trials = some();
    for (int job = 40; job < 40 + trials.size(); job++) {
      List<Trial> known = List.copyOf(trials);
      Optional<Promotion> next = pruner().promote(new Job(job, 20), () -> known);
      if (next.isEmpty()) {
        return;
      }
      trials.replaceAll(
          trial ->
              trial.run() == next.get().run()
                  ? new Trial(trial.run(), trial.parameters(), RunStatus.RUNNING, trial.values())
                  : trial);
    }
    assertThat(pruner().promote(new Job(99, 20), () -> trials)).isEmpty();
  }
}
