package dev.trawl.bench;

import dev.trawl.data.Dataset;
import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.track.Epoch;
import dev.trawl.track.RecordInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunIdentity;
import dev.trawl.track.RunProvenance;
import dev.trawl.track.RunResult;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Timing;
import dev.trawl.track.Verdict;
import dev.trawl.train.EpochRules;
import dev.trawl.train.Evaluator;
import dev.trawl.train.TrainerFactory;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingObserver;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Trains the base network on MNIST as a sweep's run does, batch 64, and prints {@code train
 * <images/s>} and {@code evaluate <images/s>}: the medians of the epochs after the first.
 *
 * <p>Arguments: runs at once, epochs, training images. {@code TRAWL_LAYERS} and Deeplearning4j's
 * switch for its helpers say with which layers.
 */
public final class TrainingBenchmark {
  private static final int BATCH = 64;
  private static final double NANOS = 1e9;

  private final SweepSpec spec;
  private final Path cache;

  private TrainingBenchmark(int epochs, int images) {
    spec = spec(epochs, images);
    cache = Path.of(System.getProperty("user.home"), ".cache", "trawl", "datasets");
  }

  public static void main(String[] arguments) throws Exception {
    int runs = Integer.parseInt(arguments[0]);
    int epochs = Integer.parseInt(arguments[1]);
    int images = Integer.parseInt(arguments[2]);
    new TrainingBenchmark(epochs, images).measure(runs);
  }

  private void measure(int runs) throws Exception {
    TrainerFactory factory =
        new TrainerFactory(
            new Datasets(cache, line -> {}), new Architectures(), EpochRules.standard());
    try (Training training = factory.open(spec)) {
      ExecutorService executor = Executors.newFixedThreadPool(runs);
      List<Future<List<Double>>> speeds = new ArrayList<>();
      for (int run = 0; run < runs; run++) {
        long seed = run + 1L;
        speeds.add(executor.submit((Callable<List<Double>>) () -> train(training, seed)));
      }
      double sum = 0;
      for (Future<List<Double>> speed : speeds) {
        sum += median(speed.get());
      }
      executor.shutdown();
      System.out.printf("train %.0f%n", sum);
    }
    if (runs == 1) {
      System.out.printf("evaluate %.0f%n", evaluate());
    }
  }

  /** Images a second of each epoch but the first, in which code and memory warm up. */
  private static List<Double> train(Training training, long seed) {
    List<Double> speeds = new ArrayList<>();
    TrainingObserver observer =
        new TrainingObserver() {
          @Override
          public Verdict began(Map<String, String> environment) {
            return Verdict.CONTINUE;
          }

          @Override
          public void progressed(int epoch, int images, int total) {}

          @Override
          public Verdict epochEnded(Epoch epoch) {
            if (epoch.number() > 1) {
              speeds.add(epoch.metrics().get("images_per_second"));
            }
            return Verdict.CONTINUE;
          }

          @Override
          public Optional<Verdict.Stop> stop() {
            return Optional.empty();
          }
        };
    RunEnd end = training.train(run(seed), null, observer);
    if (end.status() != RunStatus.FINISHED) {
      throw new IllegalStateException("need a finished run, found " + end.status());
    }
    return speeds;
  }

  private double evaluate() throws Exception {
    Dataset dataset = new Datasets(cache, line -> {}).load(spec.dataset(), spec.seed());
    Network network =
        new Architectures().network("cnn", Map.of(), new ImageShape(1, 28, 28), 10, 1);
    Evaluator evaluator = new Evaluator(dataset.test(), 10);
    List<Double> speeds = new ArrayList<>();
    for (int round = 0; round < 6; round++) {
      long began = System.nanoTime();
      evaluator.evaluate(network);
      if (round > 0) {
        speeds.add(dataset.test().size() / ((System.nanoTime() - began) / NANOS));
      }
    }
    return median(speeds);
  }

  private static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException(
          "need at least two epochs, found " + Arrays.toString(sorted));
    }
    return sorted[sorted.length / 2];
  }

  private static SweepSpec spec(int epochs, int images) {
    double validation = 0.1;
    return new SweepSpec(
        Title.of("benchmark"),
        new DatasetSpec("mnist", null, validation, images, null),
        "cnn",
        SearchSpec.of(
            Selection.of("grid"), Map.of("batch_size", new Distribution.Constant((long) BATCH))),
        1,
        new Objective("val_accuracy", Goal.MAXIMIZE, null),
        List.of(),
        TrainingSpec.of(epochs),
        ExecutionSpec.DEFAULT);
  }

  private static Run run(long seed) {
    return new Run(
        RunIdentity.of("benchmark", "benchmark", 1),
        Map.of("batch_size", (long) BATCH),
        new RunProvenance(seed, Map.of()),
        RunStatus.RUNNING,
        null,
        RunResult.NONE,
        Timing.NONE,
        RecordInfo.of(Instant.EPOCH, 1));
  }
}
