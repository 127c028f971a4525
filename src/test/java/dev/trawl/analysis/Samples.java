package dev.trawl.analysis;

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
import dev.trawl.track.RunProvenance;
import dev.trawl.track.RunResult;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepPlan;
import dev.trawl.track.SweepResult;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Timing;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sweeps and runs as the store would give them, for functions of their values alone. */
final class Samples {
  static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  static final DatasetInfo DIGITS =
      new DatasetInfo(
          "mnist",
          "ab".repeat(32),
          48_000,
          12_000,
          10_000,
          28,
          28,
          1,
          List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9"));

  private Samples() {}

  static Sweep sweep(SweepStatus status, List<Run> runs) {
    return sweep(status, new Objective("val_accuracy", Goal.MAXIMIZE, null), runs, 10);
  }

  static Sweep sweep(SweepStatus status, Objective metric, List<Run> runs, int epochs) {
    String best =
        Comparison.ranked(metric, runs).stream()
            .filter(run -> run.status() == RunStatus.FINISHED)
            .findFirst()
            .map(Run::id)
            .orElse(null);
    return new Sweep(
        "s1",
        Title.of("digits"),
        new SweepPlan("random", "cnn", epochs, runs.size()),
        new Provenance(
            new SweepSource("sweeps/digits.yaml", "method: random", List.of()), 7, DIGITS),
        new Measure(metric, List.of(0.98, 0.99)),
        status,
        null,
        new SweepResult(Map.of(), List.of(0, 0, 0), best),
        RecordInfo.of(NOON, 1));
  }

  static Run run(int number, Map<String, Object> parameters, Map<String, Double> metrics) {
    return run(number, RunStatus.FINISHED, null, parameters, metrics);
  }

  static Run run(
      int number,
      RunStatus status,
      @Nullable String reason,
      Map<String, Object> parameters,
      Map<String, Double> metrics) {
    return new Run(
        RunIdentity.of("r" + number, "s1", number),
        parameters,
        new RunProvenance(number, Map.of()),
        status,
        reason,
        new RunResult(10, 10, metrics, null),
        new Timing(NOON, 1.5, Map.of()),
        RecordInfo.of(NOON, number).ended(NOON));
  }

  static Map<String, Double> accuracies(double train, double validation, double test) {
    return Map.of("train_accuracy", train, "val_accuracy", validation, "test_accuracy", test);
  }
}
