package dev.trawl.runner;

import dev.trawl.search.SearchSpace;
import dev.trawl.search.Searches;
import dev.trawl.sweep.Seeds;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Decision;
import dev.trawl.track.Epoch;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.Phase;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunOrigin;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.train.Training;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the parts of one session of a sweep share. Safe for use by many threads. */
record SweepContext(
    String sweepId,
    Course course,
    SearchSpace space,
    Searches searches,
    Training training,
    RunStore store,
    Recorder recorder,
    SweepControl control,
    Listeners listeners,
    TargetReached target,
    FailureLimit failures,
    Budget budget,
    Clock clock) {

  /** What the sweep is to do now. */
  SweepSpec spec() {
    return course.latest();
  }

  boolean isHalted() {
    return control.halt() != null;
  }

  /** Why the sweep was halted; empty while it was not. */
  String haltReason() {
    Ending halt = control.halt();
    return halt == null ? "" : halt.reason();
  }

  /** Which of the stopped runs are trained to their end. */
  Audit audit() {
    return Audit.of(spec());
  }

  /**
   * Whether a run that ended gets another attempt; what the search is told doesn't bind finals.
   *
   * @param epochs how many that would have, from the first
   */
  boolean triesAgain(Run run, int epochs) {
    return Continuation.hasAttemptsLeft(run, spec().execution().retries())
        && !isHalted()
        && (run.isOfFinals() || !(target.reached() || failures.reached()))
        && budget.allowsAgain(run, epochs);
  }

  /** Records the first attempt of a run. */
  Run create(int number, Map<String, Object> parameters) {
    long seed = space.runSeed(number, 1, parameters);
    return create(number, 1, RunOrigin.of(number), parameters, seed);
  }

  /** Records the next attempt of a run. */
  Run createNext(Run run) {
    int attempt = run.attempt() + 1;
    long seed =
        run.isOfFinals()
            ? Seeds.mix(run.provenance().seed(), attempt) >>> 11
            : space.runSeed(run.number(), attempt, run.parameters());
    return create(run.number(), attempt, run.identity().origin(), run.parameters(), seed);
  }

  /** Records a run of the finals. */
  Run createFinal(int number, Run candidate, int round) {
    RunOrigin origin =
        new RunOrigin(candidate.identity().origin().candidate(), null, candidate.id());
    return create(number, 1, origin, candidate.parameters(), space.finalSeed(round));
  }

  /** A try whose fate is unknown is not repeated blindly. */
  private Run create(
      int number, int attempt, RunOrigin origin, Map<String, Object> parameters, long seed) {
    NewRun run =
        new NewRun(
            sweepId, number, attempt, origin, parameters, seed, training.environment(parameters));
    return once(
        store -> find(store, number).filter(found -> found.attempt() == attempt),
        store -> store.createRun(run));
  }

  /** Records an epoch, likewise: what its time went to is added to what is recorded. */
  Run recordEpoch(Run run, Epoch epoch, Set<Integer> kept) {
    Map<String, Double> spent = Phase.sum(run.timing().phases(), epoch.phases());
    return once(
        store ->
            store
                .run(run.id())
                .filter(
                    found ->
                        found.epochs() == epoch.number() && found.timing().phases().equals(spent)),
        store -> store.recordEpoch(run.id(), epoch, kept));
  }

  /** Records a decision of the search. */
  void record(Decision decision) {
    recorder.record(
        store -> {
          store.recordDecision(sweepId, decision);
          return decision;
        });
  }

  /**
   * Which of a run's checkpoints the file keeps.
   *
   * @param running whether it may go on
   */
  Set<Integer> kept(Collection<Integer> epochs, @Nullable Integer bestEpoch, boolean running) {
    return spec().training().checkpoints().kept(epochs, bestEpoch == null ? 0 : bestEpoch, running);
  }

  /** Ends a run, likewise. */
  Run end(Run run, RunEnd end, Set<Integer> kept) {
    return once(
        store -> store.run(run.id()).filter(found -> found.status() == end.status()),
        store -> store.endRun(run.id(), end, kept));
  }

  /** Looks for what an earlier try may have recorded before it writes again. */
  private Run once(Function<RunStore, Optional<Run>> recorded, Function<RunStore, Run> write) {
    AtomicBoolean tried = new AtomicBoolean();
    return recorder.record(
        store -> {
          Optional<Run> found = tried.getAndSet(true) ? recorded.apply(store) : Optional.empty();
          return found.orElseGet(() -> write.apply(store));
        });
  }

  /** The latest attempts of all runs. */
  List<Run> runs() {
    return recorder.record(store -> store.runs(sweepId, RunQuery.ALL));
  }

  /** All decisions that are recorded. */
  List<Decision> decisions() {
    return recorder.record(store -> store.decisions(sweepId));
  }

  /** The latest attempt of the run with this number. */
  Optional<Run> find(int number) {
    return recorder.record(store -> find(store, number));
  }

  /** The epochs that have a checkpoint. */
  List<Integer> checkpoints(Run run) {
    return recorder.record(
        store -> store.checkpoints(run.id()).stream().map(Checkpoint::epoch).toList());
  }

  /** The sweep's metric of a run, by epoch. */
  List<Metric> objective(Run run) {
    return recorder.record(store -> store.metrics(run.id(), Set.of(spec().metric().name())));
  }

  /**
   * A checkpoint of a run, waited for while the store can't be read.
   *
   * @throws dev.trawl.track.DamagedCheckpointException when its bytes are not what was recorded
   */
  Optional<CheckpointData> checkpoint(Run run, int epoch) {
    return recorder.record(store -> store.checkpoint(run.id(), epoch));
  }

  private Optional<Run> find(RunStore store, int number) {
    return store.runs(sweepId, RunQuery.ofNumber(number)).stream().findFirst();
  }
}
