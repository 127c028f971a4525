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
import dev.trawl.train.TrainerFactory;
import dev.trawl.train.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sweeps that an executor trains, each with one copy of its images. They are the driver's,
 * brought by Spark's own file server, or a folder's that each machine has; both are checked.
 */
final class ExecutorTrainings {
  static final ExecutorTrainings OF_THIS_PROCESS = new ExecutorTrainings();
  private static final Logger log = LoggerFactory.getLogger(ExecutorTrainings.class);

  private final Map<List<String>, Training> opened = new HashMap<>();

  /** The training of this run's sweep; whoever asks first opens it, others wait. */
  synchronized Training of(RunOrder order) throws IOException {
    List<String> key = new ArrayList<>(order.overrides());
    key.add(order.text());
    Training known = opened.get(key);
    if (known != null) {
      return known;
    }
    Training training = open(order);
    opened.put(key, training);
    return training;
  }

  private static Training open(RunOrder order) throws IOException {
    Path cache = Files.createTempDirectory("trawl-data-");
    if (order.dataset() != null) {
      link(order, cache.resolve(order.dataset()));
    }
    Datasets datasets = new Datasets(cache, log::info);
    Architectures architectures = new Architectures();
    Training training =
        new TrainerFactory(datasets, architectures, EpochRules.standard())
            .open(read(order, datasets, architectures));
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

  /** As a data set's folder in a cache. */
  private static void link(RunOrder order, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (String file : order.dataFiles()) {
      Files.createSymbolicLink(
          folder.resolve(file), Path.of(SparkFiles.get(file)).toAbsolutePath());
    }
  }
}
