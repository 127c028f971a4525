package dev.trawl.spark;

import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Epoch;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Verdict;
import dev.trawl.train.Resumption;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingObserver;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Trains nothing: its epochs take the time, and its checkpoints have the size, that the run's
 * parameters say. What Spark and the driver cost is measured with it, here and on executors.
 */
record SimulatedTraining(int slots) implements Training {
  static final String EPOCHS = "epochs";
  static final String MILLIS = "millis";
  static final String BYTES = "bytes";

  /** A run's loss, whatever the epoch. */
  static final String RATE = "rate";

  private static final String AT = " at ";

  /** When an epoch ended, in milliseconds since 1970. */
  static final String ENDED_AT = "ended_at";

  /** How long the epoch before waited until it was recorded and judged, in milliseconds. */
  static final String WAITED = "waited";

  private static final int BATCH_MILLIS = 20;
  private static final double NANOS = 1e6;

  static Training on(RunOrder unused) {
    return new SimulatedTraining(1);
  }

  @Override
  public DatasetInfo dataset() {
    return new DatasetInfo("none", "ab".repeat(32), 100, 20, 10, 1, 1, 1, List.of("no", "yes"));
  }

  @Override
  public Map<String, String> environment(Map<String, Object> parameters) {
    return Map.of("backend", "simulated");
  }

  private static int number(Run run, String parameter) {
    return ((Number) run.parameters().getOrDefault(parameter, 0)).intValue();
  }

  @Override
  public RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer) {
    byte[] model = new byte[number(run, BYTES)];
    new Random(run.provenance().seed()).nextBytes(model);
    Verdict verdict = observer.began(environment(run.parameters()));
    Number rate = (Number) run.parameters().getOrDefault(RATE, 0.1);
    double waited = 0;
    int first = from == null ? 1 : from.epoch() + 1;
    for (int epoch = first; isGoingOn(verdict) && epoch <= number(run, EPOCHS); epoch++) {
      Optional<Verdict.Stop> stop = sleep(number(run, MILLIS), observer);
      if (stop.isPresent()) {
        return heard(stop.get().status(), stop.get().reason());
      }
      Map<String, Double> metrics = new HashMap<>();
      metrics.put(Metric.VAL_ACCURACY, (double) epoch);
      metrics.put(Metric.VAL_LOSS, rate.doubleValue());
      metrics.put(ENDED_AT, (double) System.currentTimeMillis());
      metrics.put(WAITED, waited);
      long ended = System.nanoTime();
      verdict =
          observer.epochEnded(new Epoch(epoch, metrics, 0, true, new CheckpointData(model, "{}")));
      waited = (System.nanoTime() - ended) / NANOS;
    }
    return verdict.fold(
        () -> new RunEnd(RunStatus.FINISHED, null, 0, null),
        pause -> heard(RunStatus.PAUSED, pause.reason()),
        asked -> heard(asked.status(), asked.reason()));
  }

  private static RunEnd heard(RunStatus status, @Nullable String reason) {
    return new RunEnd(status, reason + AT + System.currentTimeMillis(), 0, null);
  }

  /** When a run heard that it was to end or to wait, in milliseconds since 1970. */
  static double heardAt(Run run) {
    String reason = String.valueOf(run.reason());
    return Double.parseDouble(reason.substring(reason.lastIndexOf(AT) + AT.length()));
  }

  /** When the last epoch of a run ended, likewise. */
  static double endedAt(RunStore store, Run run) {
    return store.metrics(run.id(), Set.of(ENDED_AT)).stream()
        .mapToDouble(Metric::value)
        .max()
        .orElseThrow();
  }

  private static boolean isGoingOn(Verdict verdict) {
    return verdict.fold(() -> true, pause -> false, stop -> false);
  }

  private static Optional<Verdict.Stop> sleep(int millis, TrainingObserver observer) {
    long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    Optional<Verdict.Stop> stop = observer.stop();
    while (stop.isEmpty() && System.nanoTime() < until) {
      try {
        TimeUnit.MILLISECONDS.sleep(BATCH_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of(new Verdict.Stop(RunStatus.INTERRUPTED, "interrupted"));
      }
      stop = observer.stop();
    }
    return stop;
  }

  @Override
  public void close() {}
}
