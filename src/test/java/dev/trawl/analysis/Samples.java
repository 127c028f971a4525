package dev.trawl.analysis;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SweepSource;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunOrigin;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
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
        "digits",
        null,
        null,
        status,
        null,
        new SweepSource("sweeps/digits.yaml", "method: random", List.of()),
        "random",
        "cnn",
        7,
        metric,
        List.of(0.98, 0.99),
        runs.size(),
        epochs,
        DIGITS,
        Map.of(),
        List.of(0, 0, 0),
        best,
        Map.of(),
        NOON,
        null,
        null,
        1);
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
        "r" + number,
        "s1",
        number,
        1,
        RunOrigin.of(number),
        status,
        reason,
        parameters,
        number,
        metrics,
        10,
        10,
        1.5,
        Map.of(),
        null,
        Map.of(),
        Map.of(),
        NOON,
        NOON,
        NOON,
        null,
        number);
  }

  static Map<String, Double> accuracies(double train, double validation, double test) {
    return Map.of("train_accuracy", train, "val_accuracy", validation, "test_accuracy", test);
  }
}
