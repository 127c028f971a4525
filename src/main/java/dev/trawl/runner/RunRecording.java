package dev.trawl.runner;

import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Epoch;
import dev.trawl.track.Phase;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Verdict;
import dev.trawl.train.TrainingObserver;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Records one run while it trains: an epoch is stored before anybody hears of it. Used by the
 * thread that trains.
 */
final class RunRecording implements TrainingObserver {
  private static final double NANOS = 1e9;
  private static final String TIMEOUT_REASON = "timeout: trained longer than training.timeout";

  private final SweepContext sweep;
  private final Instant startedAt;
  private final Duration spentBefore;
  private final Judge judge;
  private final int epochs;
  private final SortedMap<Integer, Double> values;
  private final Set<Integer> checkpoints;
  private Run run;
  private int trained;
  private @Nullable Integer bestEpoch;
  private Instant lastEpochAt;
  private Instant epochBegan;
  private double recordingSeconds;
  private Verdict verdict = Verdict.CONTINUE;

  /**
   * @param run as it is started
   * @param from where it goes on; null when it starts anew
   * @param checkpoints the epochs whose checkpoints it has; those after {@code from} are not used
   */
  RunRecording(
      SweepContext sweep,
      Run run,
      Judge judge,
      @Nullable ResumePoint from,
      Collection<Integer> checkpoints) {
    this.sweep = sweep;
    this.run = run;
    this.judge = judge;
    values =
        from == null || !judge.isNeeded()
            ? new TreeMap<>()
            : RecordedJobs.values(sweep.objective(run), from.from().epoch());
    epochs = sweep.spec().forRun(run.parameters()).training().epochs();
    trained = from == null ? 0 : from.from().epoch();
    this.bestEpoch = from == null ? null : (Integer) from.bestEpoch();
    this.checkpoints = new TreeSet<>(checkpoints);
    this.checkpoints.removeIf(epoch -> from == null || epoch > from.from().epoch());
    startedAt = sweep.clock().instant();
    lastEpochAt = startedAt;
    epochBegan = startedAt;
    spentBefore = Duration.ofMillis((long) (run.timing().seconds() * 1000));
  }

  /** A run that goes on is judged at the epoch before: no verdict on it may be recorded. */
  @Override
  public Verdict began(Map<String, String> environment) {
    epochBegan = sweep.clock().instant();
    return trained == 0 ? Verdict.CONTINUE : judge();
  }

  @Override
  public void progressed(int epoch, int images, int total) {
    sweep
        .budget()
        .goesOn(
            run, (double) images / total, Duration.between(epochBegan, sweep.clock().instant()));
    sweep.listeners().runProgressed(run, epoch, images, total);
  }

  @Override
  public Verdict epochEnded(Epoch epoch) {
    checkpoints.removeIf(recorded -> recorded >= epoch.number());
    checkpoints.add(epoch.number());
    bestEpoch = epoch.best() ? (Integer) epoch.number() : bestEpoch;
    Set<Integer> kept = kept(true);
    Epoch timed = epoch.plus(takeRecording());
    long began = System.nanoTime();
    run = sweep.recordEpoch(run, timed, kept);
    recordingSeconds += (System.nanoTime() - began) / NANOS;
    checkpoints.retainAll(kept);
    lastEpochAt = sweep.clock().instant();
    sweep.budget().took(run, Duration.between(epochBegan, lastEpochAt));
    epochBegan = lastEpochAt;
    trained = epoch.number();
    sweep.target().consider(run);
    sweep.listeners().epochEnded(run, epoch);
    values.put(
        epoch.number(), epoch.metrics().getOrDefault(sweep.spec().metric().name(), Double.NaN));
    return judge();
  }

  @Override
  public void wrote(String path, byte[] content) {
    sweep.recorder().record(store -> store.putArtifact(run.id(), path, content));
  }

  /** The pruner's verdict comes first, then whether there is time for another epoch. */
  private Verdict judge() {
    SweepSpec spec = sweep.spec();
    verdict =
        judge
            .judge(trained, values)
            .forPeople(spec.training().epochWord(), MetricKind.of(spec.metric().name()));
    return verdict.equals(Verdict.CONTINUE)
        ? sweep.budget().judge(run, trained, epochs).<Verdict>map(stop -> stop).orElse(verdict)
        : verdict;
  }

  @Override
  public Optional<Verdict.Stop> stop() {
    if (sweep.control().killed(run.id())) {
      return Optional.of(new Verdict.Stop(RunStatus.KILLED, RunTask.KILLED_REASON));
    }
    if (sweep.isHalted() || sweep.recorder().isClosed()) {
      return Optional.of(new Verdict.Stop(RunStatus.INTERRUPTED, sweep.haltReason()));
    }
    Duration timeout = sweep.spec().training().timeout();
    if (timeout != null && spent().compareTo(timeout) >= 0) {
      return Optional.of(new Verdict.Stop(RunStatus.FAILED, TIMEOUT_REASON));
    }
    return sweep.budget().stop(run, trained, epochs);
  }

  /** The end that a training came to, with what recording took since the last epoch. */
  AttemptOutcome.Ended ended(RunEnd end) {
    return switch (end.status()) {
      case PAUSED -> over(end, ruling());
      case PRUNED -> {
        Ruling ruling = ruling(); // None when the budget ended it.
        boolean isAudited = ruling != null && sweep.audit().draws(run.number());
        yield over(isAudited ? end.as(RunStatus.PAUSED) : end, ruling);
      }
      case SCHEDULED, RUNNING, FINISHED, FAILED, KILLED, INTERRUPTED -> over(end, null);
    };
  }

  private @Nullable Ruling ruling() {
    return values.isEmpty() ? null : Ruling.of(verdict, values.lastKey()).orElse(null);
  }

  private AttemptOutcome.Ended over(RunEnd end, @Nullable Ruling ruling) {
    return new AttemptOutcome.Ended(
        end.plus(takeRecording()), kept(!end.status().isFinal()), ruling);
  }

  /** What recording took since it was last handed over: with the next epoch, or the end. */
  private Map<String, Double> takeRecording() {
    double seconds = recordingSeconds;
    recordingSeconds = 0;
    return Map.of(Phase.RECORDING, seconds);
  }

  /** How a run ends whose training threw. */
  AttemptOutcome.Ended failed(String reason) {
    return thrown(RunStatus.FAILED, reason);
  }

  /** How one ends that nothing is left to train on: it goes on when the sweep is resumed. */
  AttemptOutcome.Ended interrupted(String reason) {
    return thrown(RunStatus.INTERRUPTED, reason);
  }

  private AttemptOutcome.Ended thrown(RunStatus status, String reason) {
    Duration since = Duration.between(lastEpochAt, sweep.clock().instant());
    double seconds = since.toMillis() / 1000.0;
    Map<String, Double> phases = Map.of(Phase.OTHER, seconds);
    return over(new RunEnd(status, reason, seconds, phases, null), null);
  }

  private Set<Integer> kept(boolean running) {
    return sweep.kept(checkpoints, bestEpoch, running);
  }

  private Duration spent() {
    return spentBefore.plus(Duration.between(startedAt, sweep.clock().instant()));
  }
}
