package dev.trawl.testkit;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.Title;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Measure;
import dev.trawl.track.Provenance;
import dev.trawl.track.RecordInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunIdentity;
import dev.trawl.track.RunOrigin;
import dev.trawl.track.RunProvenance;
import dev.trawl.track.RunResult;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepPlan;
import dev.trawl.track.SweepResult;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Timing;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A sweep as the store gives it, for what only prints. */
public final class PrintedDigits {
  public static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  public static final DatasetInfo DIGITS =
      new DatasetInfo(
          "mnist", "5d".repeat(32), 48_000, 12_000, 10_000, 28, 28, 1, List.of("odd", "even"));

  private PrintedDigits() {}

  public static Sweep sweep(SweepStatus status, @Nullable String reason, List<Run> runs) {
    Map<RunStatus, Integer> counts =
        runs.stream().collect(Collectors.toMap(Run::status, run -> 1, Integer::sum));
    List<Integer> bands =
        List.of(0, 1, 2).stream()
            .map(band -> (int) runs.stream().filter(run -> band.equals(run.band())).count())
            .toList();
    String best =
        runs.stream()
            .filter(run -> run.status() == RunStatus.FINISHED)
            .max((a, b) -> Double.compare(accuracy(a), accuracy(b)))
            .map(Run::id)
            .orElse(null);
    return new Sweep(
        "5e0ac1d2-0000-4000-8000-000000000000",
        Title.of("digits"),
        new SweepPlan("random", "cnn", 12, 4),
        new Provenance(
            new SweepSource("sweeps/digits.yaml", "method: random", List.of("training.epochs=12")),
            42,
            DIGITS),
        new Measure(new Objective("val_accuracy", Goal.MAXIMIZE, null), List.of(0.98, 0.99)),
        status,
        reason,
        new SweepResult(counts, bands, best),
        RecordInfo.of(NOON, 99).ended(NOON.plusSeconds(754)));
  }

  public static Run finished(int number, double validation, double test) {
    int band = test >= 0.99 ? 2 : test >= 0.98 ? 1 : 0;
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("val_accuracy", validation);
    metrics.put("val_loss", 1.5 * (1 - validation));
    metrics.put("test_accuracy", test);
    metrics.put("test_loss", 1.5 * (1 - test));
    return run(number, RunStatus.FINISHED, null, 12, 11, metrics, band);
  }

  /** The same, as a repetition of run {@code candidate} in the finals. */
  public static Run repeating(Run run, int candidate) {
    RunOrigin origin = new RunOrigin(candidate, null, finished(candidate, 0, 0).id());
    return new Run(
        new RunIdentity(run.id(), run.sweepId(), run.number(), 1, origin),
        finished(candidate, 0, 0).parameters(),
        run.provenance(),
        run.status(),
        run.reason(),
        run.result(),
        run.timing(),
        run.info());
  }

  public static Run diverged(int number) {
    return run(
        number,
        RunStatus.FAILED,
        "diverged",
        1,
        null,
        Map.of("val_loss", Double.NaN, "val_accuracy", 0.1),
        null);
  }

  public static Run interrupted(int number, int epochs) {
    return run(
        number,
        RunStatus.INTERRUPTED,
        "interrupted",
        epochs,
        epochs == 0 ? null : epochs,
        epochs == 0 ? Map.of() : Map.of("val_accuracy", 0.97),
        null);
  }

  public static Run pruned(int number, int epochs) {
    return run(
        number,
        RunStatus.PRUNED,
        "epoch 3: 91.00 %, needed 95.00 %, rank 4 of 9",
        epochs,
        null,
        Map.of("val_accuracy", 0.91),
        null);
  }

  public static Run scheduled(int number) {
    return run(number, RunStatus.SCHEDULED, null, 0, null, Map.of(), null);
  }

  private static Map<String, Double> phases(double seconds) {
    Map<String, Double> phases = new LinkedHashMap<>();
    phases.put("data", 0.01 * seconds);
    phases.put("forward", 0.35 * seconds);
    phases.put("backward", 0.5 * seconds);
    phases.put("update", 0.05 * seconds);
    phases.put("evaluation", 0.07 * seconds);
    phases.put("recording", 0.001 * seconds);
    phases.put("other", 0.02 * seconds);
    return seconds == 0 ? Map.of() : phases;
  }

  private static double accuracy(Run run) {
    return run.metrics().getOrDefault("val_accuracy", 0.0);
  }

  private static Run run(
      int number,
      RunStatus status,
      @Nullable String reason,
      int epochs,
      @Nullable Integer bestEpoch,
      Map<String, Double> metrics,
      @Nullable Integer band) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("filters", number % 2 == 0 ? List.of(16L, 32L) : List.of(32L, 64L));
    parameters.put("dense_units", 64L);
    parameters.put("learning_rate", 0.000312345 * number);
    RecordInfo info = RecordInfo.of(NOON, number);
    return new Run(
        RunIdentity.of(
            "%08x-0000-4000-8000-000000000000".formatted(0x10203040 * number),
            "5e0ac1d2-0000-4000-8000-000000000000",
            number),
        parameters,
        new RunProvenance(1000 + number, Map.of("trawl", "0.1.0", "onednn", "on")),
        status,
        reason,
        new RunResult(epochs, bestEpoch, metrics, band),
        new Timing(NOON, 62.34 * epochs, phases(62.34 * epochs)),
        status.isFinal() ? info.ended(NOON.plusSeconds(700)) : info);
  }
}
