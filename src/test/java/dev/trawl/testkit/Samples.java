package dev.trawl.testkit;

import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Phase;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.filter.InvalidFilterException;
import dev.trawl.track.filter.RunOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Small, valid records to store. */
public final class Samples {
  public static final List<Double> THRESHOLDS = List.of(0.98, 0.99);

  private Samples() {}

  public static NewSweep sweep(String name) {
    return sweep(name, new Objective(Metric.VAL_ACCURACY, Goal.MAXIMIZE, null));
  }

  public static NewSweep sweep(String name, Objective metric) {
    return sweep(name, metric, "ab".repeat(32));
  }

  /** A sweep over the data with this SHA-256. */
  public static NewSweep sweepOf(String name, String sha256) {
    return sweep(name, new Objective(Metric.VAL_ACCURACY, Goal.MAXIMIZE, null), sha256);
  }

  private static NewSweep sweep(String name, Objective metric, String sha256) {
    SweepSpec spec =
        new SweepSpec(
            new Title(name, "what it is for", "digits of all kinds"),
            new DatasetSpec("mnist", null, 0.2, null, null),
            "cnn",
            SearchSpec.of(
                Selection.of("random"), Map.of("dropout", new Distribution.Uniform(0.0, 0.5))),
            42,
            metric,
            THRESHOLDS,
            TrainingSpec.of(5),
            ExecutionSpec.DEFAULT);
    DatasetInfo dataset =
        new DatasetInfo("mnist", sha256, 48_000, 12_000, 10_000, 28, 28, 1, List.of("zero", "one"));
    SweepSource source =
        new SweepSource(
            "sweeps/x.yaml", "name: x # ä ≥ 98 %\n", List.of("training.epochs=5", "seed=42"));
    return NewSweep.of(source, spec, dataset, 8);
  }

  public static NewRun run(String sweepId, int number) {
    return run(sweepId, number, 1, Map.of("dropout", 0.25));
  }

  public static NewRun run(
      String sweepId, int number, int attempt, Map<String, Object> parameters) {
    return new NewRun(
        sweepId, number, attempt, parameters, 1000L + number, Map.of("java", "17", "os", "Linux"));
  }

  public static Epoch epoch(int number, double accuracy, boolean best) {
    return epoch(number, Map.of(Metric.VAL_ACCURACY, accuracy), best, model(number, 2000));
  }

  public static Epoch epoch(int number, Map<String, Double> metrics, boolean best, byte[] model) {
    Map<String, Double> phases = Map.of(Phase.FORWARD, 1.5, Phase.OTHER, 1.0);
    return new Epoch(number, metrics, 2.5, phases, best, new CheckpointData(model, state(number)));
  }

  public static String state(int epoch) {
    return "{\"epoch\": %d}".formatted(epoch);
  }

  /** Bytes that no compression makes smaller, always the same ones. */
  public static byte[] model(long seed, int size) {
    byte[] model = new byte[size];
    new Random(seed).nextBytes(model);
    return model;
  }

  /** Of 1,000 images. */
  public static Evaluation evaluation(long correct) {
    return new Evaluation(0.0625, List.of(List.of(correct, 1000 - correct), List.of(0L, 0L)));
  }

  public static RunEnd finished(long correct) {
    return new RunEnd(
        RunStatus.FINISHED, null, 1.5, Map.of(Phase.EVALUATION, 1.5), evaluation(correct));
  }

  public static RunEnd failed() {
    return new RunEnd(RunStatus.FAILED, "diverged", 0.5, null);
  }

  /** One key to order by, such as {@code metrics.val_accuracy}. */
  public static List<RunOrder> order(String key, boolean descending) {
    try {
      return RunOrder.parse(descending ? key + " DESC" : key, "order");
    } catch (InvalidFilterException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
