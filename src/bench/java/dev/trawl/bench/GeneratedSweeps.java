package dev.trawl.bench;

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
import dev.trawl.track.ImportedRun;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Sweeps as people run them, the same ones each time: learning curves with noise, six metrics an
 * epoch, some runs that diverge, are pruned or killed.
 */
final class GeneratedSweeps {
  static final int EPOCHS = 20;
  static final List<String> METRICS =
      List.of(
          Metric.TRAIN_LOSS,
          Metric.TRAIN_ACCURACY,
          Metric.VAL_LOSS,
          Metric.VAL_ACCURACY,
          Metric.LEARNING_RATE,
          Metric.IMAGES_PER_SECOND);
  static final List<String> PARAMETERS =
      List.of("learning_rate", "batch_size", "dropout", "filters", "dense", "optimizer");

  private static final int CLASSES = 10;
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "trawl", "0.1.0",
          "java", "17.0.12",
          "deeplearning4j", "1.0.0-M2.1",
          "backend", "native, oneDNN 3.8.1",
          "os", "Linux 6.1 amd64",
          "processor", "4 cores of a processor with a long name, AVX-512",
          "threads", "1",
          "layers", "convolution, pooling, dense, adam on oneDNN");

  private final Random random = new Random(42);

  /** How many runs the next sweeps have, a fifth of all in the first. */
  static List<Integer> sizes(int runs) {
    Random random = new Random(7);
    List<Integer> sizes = new ArrayList<>();
    int left = runs;
    int size = runs / 5;
    while (left > 0) {
      int taken = Math.max(1, Math.min(left, size));
      sizes.add(taken);
      left -= taken;
      // Most sweeps are small: 20 to 2,000 runs, evenly on a logarithmic scale.
      size = (int) Math.round(20 * Math.pow(100, random.nextDouble()));
    }
    return sizes;
  }

  static NewSweep sweep(String name, int runs) {
    SweepSpec spec =
        new SweepSpec(
            new Title(name, "a generated sweep of %d runs".formatted(runs), null),
            new DatasetSpec("mnist", null, 0.2, null, null),
            "cnn",
            new SearchSpec(
                Selection.of("random"),
                null,
                Map.of("dropout", new Distribution.Uniform(0.0, 0.5)),
                runs),
            42,
            new Objective(Metric.VAL_ACCURACY, Goal.MAXIMIZE, null),
            List.of(0.98, 0.99),
            TrainingSpec.of(EPOCHS),
            ExecutionSpec.DEFAULT);
    DatasetInfo dataset =
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
    String text = "name: %s\nparameters:\n  dropout: {min: 0.0, max: 0.5}\n".formatted(name);
    return NewSweep.of(
        new SweepSource("sweeps/%s.yaml".formatted(name), text, List.of()), spec, dataset, runs);
  }

  ImportedRun run(String sweepId, int number) {
    Map<String, Object> parameters = parameters();
    double quality = 0.97 + 0.024 * Math.sqrt(random.nextDouble());
    boolean diverges = random.nextInt(25) == 0;
    List<Epoch> epochs = new ArrayList<>();
    double best = -1;
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      Map<String, Double> metrics =
          diverges && epoch == EPOCHS
              ? diverged(parameters)
              : metrics(quality, epoch, (Double) parameters.get("learning_rate"));
      boolean isBest = metrics.get(Metric.VAL_ACCURACY) > best;
      best = isBest ? metrics.get(Metric.VAL_ACCURACY) : best;
      double seconds = 3.0 + random.nextDouble();
      epochs.add(new Epoch(epoch, metrics, seconds, isBest, CheckpointData.NONE));
    }
    NewRun run = new NewRun(sweepId, number, 1, parameters, random.nextLong(), ENVIRONMENT);
    return new ImportedRun(run, START.plusSeconds(80L * number), epochs, end(diverges, best));
  }

  private Map<String, Object> parameters() {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("learning_rate", Math.pow(10, -4 + 3 * random.nextDouble()));
    parameters.put("batch_size", 32L << random.nextInt(4));
    parameters.put("dropout", random.nextDouble() / 2);
    parameters.put("filters", List.of(List.of(16L, 32L), List.of(32L, 64L)).get(random.nextInt(2)));
    parameters.put("dense", 64L << random.nextInt(3));
    parameters.put("optimizer", List.of("adam", "sgd", "nesterovs").get(random.nextInt(3)));
    return parameters;
  }

  Map<String, Double> metrics(double quality, int epoch, double learningRate) {
    double learned = 1 - Math.exp(-epoch / 3.0);
    double accuracy = quality * learned + 0.002 * random.nextGaussian();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(Metric.TRAIN_LOSS, 2.3 * (1 - learned) + 0.01 * random.nextDouble());
    metrics.put(Metric.TRAIN_ACCURACY, Math.min(1, accuracy + 0.004));
    metrics.put(Metric.VAL_LOSS, 2.3 * (1 - learned) + 0.03 * random.nextDouble());
    metrics.put(Metric.VAL_ACCURACY, Math.round(accuracy * 12_000) / 12_000.0);
    metrics.put(Metric.LEARNING_RATE, learningRate * Math.pow(0.9, epoch));
    metrics.put(Metric.IMAGES_PER_SECOND, 6000 + 500 * random.nextGaussian());
    return metrics;
  }

  private Map<String, Double> diverged(Map<String, Object> parameters) {
    Map<String, Double> metrics = metrics(0.1, EPOCHS, (Double) parameters.get("learning_rate"));
    metrics.put(Metric.TRAIN_LOSS, Double.NaN);
    metrics.put(Metric.VAL_LOSS, Double.POSITIVE_INFINITY);
    return metrics;
  }

  private RunEnd end(boolean diverged, double accuracy) {
    if (diverged) {
      return new RunEnd(RunStatus.FAILED, "diverged", 0.5, null);
    }
    int fate = random.nextInt(100);
    if (fate == 0) {
      return new RunEnd(RunStatus.KILLED, "stopped by a person", 0.5, null);
    }
    if (fate < 10) {
      return new RunEnd(RunStatus.PRUNED, "below the median", 0.5, null);
    }
    return new RunEnd(RunStatus.FINISHED, null, 1.0, evaluation(accuracy));
  }

  private Evaluation evaluation(double accuracy) {
    List<List<Long>> confusion = new ArrayList<>();
    for (int label = 0; label < CLASSES; label++) {
      List<Long> row = new ArrayList<>();
      long wrong = Math.round(1000 * (1 - accuracy)) + random.nextInt(2);
      for (int predicted = 0; predicted < CLASSES; predicted++) {
        row.add(predicted == label ? 1000 - wrong : predicted == (label + 1) % CLASSES ? wrong : 0);
      }
      confusion.add(row);
    }
    return new Evaluation(1 - accuracy, confusion);
  }
}
