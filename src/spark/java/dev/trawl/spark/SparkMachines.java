package dev.trawl.spark;

import dev.trawl.spark.OpeningTask.Opened;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.train.FederatedTraining;
import dev.trawl.train.MachineLoad;
import dev.trawl.train.Part;
import dev.trawl.train.RemoteMachines;
import dev.trawl.train.TrainerFactory;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Spark cluster's executors. */
public final class SparkMachines implements RemoteMachines {
  private static final Logger log = LoggerFactory.getLogger(SparkMachines.class);

  /** Public for {@link java.util.ServiceLoader}. */
  public SparkMachines() {}

  @Override
  public TrainingFactory at(Place place, SweepSource source, TrainerFactory local, Path datasets) {
    SparkSettings settings = new SparkSettings(place, System.getenv());
    return spec -> {
      FederatedTraining here = local.open(spec, isFederated(spec) ? Part.SERVERS : Part.NOTHING);
      try {
        return open(settings, source, spec, here, datasets);
      } catch (IOException | RuntimeException e) {
        here.close();
        throw e;
      }
    };
  }

  /** Servers of rounds are here, and each of their clients takes one core elsewhere. */
  private static boolean isFederated(SweepSpec spec) {
    return spec.training().federated() != null;
  }

  private static Training open(
      SparkSettings settings,
      SweepSource source,
      SweepSpec spec,
      FederatedTraining here,
      Path datasets)
      throws IOException {
    int threads = isFederated(spec) ? 1 : MachineLoad.of(spec).threads();
    JavaSparkContext spark = connect(settings, "trawl " + spec.title().name(), threads);
    try {
      List<String> files = new ArrayList<>();
      String name = spec.dataset().name();
      if (name != null) {
        for (Path file : files(datasets.resolve(name))) {
          files.add(SparkEnv.get().rpcEnv().fileServer().addFile(file.toFile()));
        }
      }
      SparkExecutors executors = new SparkExecutors(spark);
      int slots = executors.await(settings.cluster().mostExecutors());
      log.info("Spark {} at {}: {} slots", spark.version(), spark.master(), slots);
      Integer workers = spec.execution().workers();
      if (!isFederated(spec) && workers != null && workers > slots) {
        log.warn("{} workers share {} slots of the cluster: some runs will wait", workers, slots);
      }
      int count = Math.max(1, executors.count());
      SparkSweep sweep =
          new SparkSweep(source, name, files, here.dataset().sha256())
              .sharedBy((slots + count - 1) / count);
      SparkApplication application = new SparkApplication(spark, executors, sweep, slots);
      List<Opened> opened = SweepOpening.of(application);
      return isFederated(spec)
          ? new SparkFederation(application, opened, here)
          : new SparkTraining(application, OrderedTraining.OPENED, here);
    } catch (IOException | RuntimeException e) {
      spark.close();
      throw e;
    }
  }

  private static JavaSparkContext connect(SparkSettings settings, String name, int threads)
      throws IOException {
    Optional<String> missing = settings.cluster().missingJar();
    if (missing.isPresent()) {
      throw new IOException(missing.get());
    }
    SparkConf conf = settings.conf(name, threads, ExecutorJars.find());
    if (!settings.cluster().isTried()) {
      log.warn(
          "Trawl is untested at {}: only standalone clusters were tried", conf.get("spark.master"));
    }
    settings.keepToThisMachine();
    try {
      return new JavaSparkContext(conf);
    } catch (RuntimeException e) {
      throw new IOException(
          "need settings with which Spark starts for %s, found others: %s"
              .formatted(conf.get("spark.master"), e.getMessage()),
          e);
    } catch (Exception e) { // SparkException, which Scala does not declare
      throw e instanceof SparkException ? new IOException(e.getMessage(), e) : new IOException(e);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  @Override
  public List<Finding> examine(Place place) throws IOException {
    SparkSettings settings = new SparkSettings(place, System.getenv());
    try (JavaSparkContext spark = connect(settings, "trawl doctor", 1)) {
      SparkExecutors executors = new SparkExecutors(spark);
      int slots = executors.await(settings.cluster().mostExecutors());
      return Examined.by(spark, executors.count(), slots);
    }
  }
}
