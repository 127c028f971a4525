package dev.trawl.spark;

import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.search.Searches;
import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.train.EpochRules;
import dev.trawl.train.FederatedTraining;
import dev.trawl.train.Part;
import dev.trawl.train.TrainerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkFiles;
import org.apache.spark.rpc.RpcEnv;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sweeps that an executor trains, each with one copy of its images. They are the driver's,
 * fetched from Spark's own file server, or a folder's that each machine has; both are checked.
 */
final class ExecutorTrainings {
  static final ExecutorTrainings OF_THIS_PROCESS = new ExecutorTrainings();
  private static final Logger log = LoggerFactory.getLogger(ExecutorTrainings.class);

  private final Map<List<String>, FederatedTraining> opened = new HashMap<>();

  /** The training of this run's sweep; whoever asks first opens it, others wait. */
  synchronized FederatedTraining of(RunOrder order) throws IOException {
    List<String> key = new ArrayList<>(order.overrides());
    key.add(order.text());
    FederatedTraining known = opened.get(key);
    if (known != null) {
      return known;
    }
    FederatedTraining training = open(order);
    opened.put(key, training);
    return training;
  }

  private static FederatedTraining open(RunOrder order) throws IOException {
    Path cache = Files.createTempDirectory(Path.of(SparkFiles.getRootDirectory()), "trawl-data-");
    try {
      if (order.dataset() != null) {
        fetch(order.dataFiles(), Files.createDirectory(cache.resolve(order.dataset())));
      }
      return open(order, cache);
    } finally {
      delete(cache);
    }
  }

  /** The images are in memory then. */
  private static FederatedTraining open(RunOrder order, Path cache) throws IOException {
    Datasets datasets = new Datasets(cache, log::info);
    Architectures architectures = new Architectures();
    FederatedTraining training =
        new TrainerFactory(datasets, architectures, EpochRules.standard())
            .open(read(order, datasets, architectures), Part.CLIENTS);
    String found = training.dataset().sha256();
    if (!found.equals(order.dataSha256())) {
      training.close();
      throw new IOException(
          "need the driver's images, SHA-256 %s, found %s".formatted(order.dataSha256(), found));
    }
    return training;
  }

  private static SweepSpec read(RunOrder order, Datasets datasets, Architectures architectures)
      throws IOException {
    try {
      return new SweepFiles(datasets, architectures, Searches.standard(), EpochRules.standard())
          .read(new SweepSource(order.file(), order.text(), order.overrides()))
          .spec();
    } catch (InvalidSweepException e) {
      throw new IOException("need the driver's sweep file, found " + e.getMessage(), e);
    }
  }

  /**
   * Into a data set's folder in a cache. Were it left to Spark, which brings files before a task
   * begins, a full disk would fail task after task on the same executor.
   */
  private static void fetch(List<String> addresses, Path folder) throws IOException {
    RpcEnv driver = SparkEnv.get().rpcEnv();
    for (String address : addresses) {
      Path file = folder.resolve(address.substring(address.lastIndexOf('/') + 1));
      try (InputStream content = Channels.newInputStream(driver.openChannel(address))) {
        Files.copy(content, file);
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
