package dev.trawl.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.trawl.data.Dataset;
import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.model.Network;
import dev.trawl.search.Searches;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.testkit.HeardTraining;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.RecordInfo;
import dev.trawl.track.Run;
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
import dev.trawl.train.federated.FederatedRounds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The federated training of McMahan and others (2017) on MNIST: their network, 100 clients, a tenth
 * of them in a round, 5 local epochs, batches of 10. Prints each round's test accuracy, then a
 * table. It looks at the test images after each round, as the paper does and a sweep never would.
 *
 * <p>Arguments: the cache of data sets, rounds of the IID clients, rounds of those with two shards,
 * threads, and the file to write the places of the IID clients' images to.
 */
public final class FederatedComparison {
  private static final double TARGET = 0.99;
  private static final double NANOS = 1e9;

  private static final String FILE =
      """
      dataset: {name: mnist, validation_split: 0.001}
      method: grid
      seed: 42
      parameters:
        kernel_size: {value: 5}
        padding: {value: same}
        dense_units: {value: 512}
      training:
        epochs: %d
        optimizer: sgd
        momentum: 0
        learning_rate: 0.1
        batch_size: 10
        threads: %d
        %s
      """;

  private FederatedComparison() {}

  public static void main(String[] arguments) throws Exception {
    Datasets datasets = new Datasets(Path.of(arguments[0]), line -> {});
    int iidRounds = Integer.parseInt(arguments[1]);
    int shardRounds = Integer.parseInt(arguments[2]);
    int threads = Integer.parseInt(arguments[3]);
    String clients = "federated: {clients: 100, fraction: 0.1, local_epochs: 5, partition: %s}";
    String iid = FILE.formatted(iidRounds, threads, clients.formatted("iid"));
    writePartition(datasets, iid, Path.of(arguments[4]));
    StringBuilder table =
        new StringBuilder(
            """
            | training | rounds to 99 % | best test accuracy, after round | in all | seconds | of the processors |
            |---|---|---|---|---|---|
            """);
    table.append(row(datasets, "IID", iid));
    table.append(
        row(
            datasets,
            "two shards a client",
            FILE.formatted(shardRounds, threads, clients.formatted("shards"))));
    // A round is half a pass over all images.
    table.append(
        row(datasets, "central, an epoch a round", FILE.formatted(Math.min(iidRounds, 5), 1, "")));
    System.out.print(table);
  }

  private static SweepSpec spec(String file) throws Exception {
    return new SweepFiles(
            () -> Set.of("mnist"), new Architectures(), Searches.standard(), EpochRules.standard())
        .read(new SweepSource("federated.yaml", file, List.of()))
        .spec();
  }

  /** As lists of places in the file of MNIST's training images, a list a client. */
  private static void writePartition(Datasets datasets, String file, Path target) throws Exception {
    SweepSpec spec = spec(file);
    Dataset dataset = datasets.load(spec.dataset(), spec.seed());
    List<List<Integer>> places =
        FederatedRounds.shares(
                spec.training().federation().orElseThrow(), dataset.train(), spec.seed())
            .stream()
            .map(share -> IntStream.range(0, share.size()).map(share::indexInFile).boxed().toList())
            .toList();
    Files.writeString(target, places.toString());
  }

  private static String row(Datasets datasets, String name, String file) throws Exception {
    SweepSpec spec = spec(file);
    Dataset dataset = datasets.load(spec.dataset(), spec.seed());
    Watch watch = new Watch(name, dataset);
    Map<String, Object> parameters = new LinkedHashMap<>();
    spec.search()
        .parameters()
        .forEach((key, distribution) -> parameters.put(key, distribution.samples().get(0)));
    double began = seconds();
    double processorBegan = processorSeconds();
    try (Training training =
        new TrainerFactory(datasets, new Architectures(), EpochRules.standard()).open(spec)) {
      training.train(run(parameters), null, watch);
    }
    return "| %s | %s | %.2f %%, %d | %d | %.0f | %.0f |%n"
        .formatted(
            name,
            watch.reached == 0 ? "not reached" : watch.reached,
            100 * watch.best,
            watch.bestRound,
            watch.rounds,
            seconds() - began - watch.testSeconds,
            processorSeconds() - processorBegan - watch.testProcessorSeconds);
  }

  private static double seconds() {
    return System.nanoTime() / NANOS;
  }

  /** Of the whole process. */
  private static double processorSeconds() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
            .getProcessCpuTime()
        / NANOS;
  }

  private static Run run(Map<String, Object> parameters) {
    return new Run(
        RunIdentity.of("r", "s", 1),
        parameters,
        new RunProvenance(42, Map.of()),
        RunStatus.RUNNING,
        null,
        RunResult.NONE,
        Timing.NONE,
        RecordInfo.of(Instant.EPOCH, 1));
  }

  /** Measures each round on the test images. */
  private static final class Watch extends HeardTraining {
    private final String name;
    private final Dataset dataset;
    private final double began = seconds();
    private int rounds;
    private int reached;
    private int bestRound;
    private double best;
    private double testSeconds;
    private double testProcessorSeconds;

    Watch(String name, Dataset dataset) {
      this.name = name;
      this.dataset = dataset;
    }

    @Override
    public Verdict epochEnded(Epoch epoch) {
      double from = seconds();
      double processorFrom = processorSeconds();
      Evaluation test = test(epoch);
      rounds = epoch.number();
      if (test.accuracy() > best) {
        best = test.accuracy();
        bestRound = rounds;
      }
      if (reached == 0 && test.accuracy() >= TARGET) {
        reached = rounds;
      }
      testSeconds += seconds() - from;
      testProcessorSeconds += processorSeconds() - processorFrom;
      System.err.printf(
          "%s\t%d\t%.4f\t%.1f s\t%.0f images/s%n",
          name,
          rounds,
          test.accuracy(),
          seconds() - began - testSeconds,
          epoch.metrics().get("images_per_second"));
      return Verdict.CONTINUE;
    }

    private Evaluation test(Epoch epoch) {
      try (Network network = Network.read(epoch.checkpoint().model())) {
        return new Evaluator(dataset.test(), dataset.labels().size()).evaluate(network);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
