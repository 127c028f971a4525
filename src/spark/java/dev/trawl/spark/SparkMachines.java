package dev.trawl.spark;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.train.MachineLoad;
import dev.trawl.train.RemoteMachines;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Spark cluster's executors. */
public final class SparkMachines implements RemoteMachines {
  private static final Logger log = LoggerFactory.getLogger(SparkMachines.class);

  /** How long the first executor may take, and how long others may come after one. */
  private static final Duration FIRST = Duration.ofSeconds(90);

  private static final Duration OTHERS = Duration.ofSeconds(5);
  private static final int LOOK_MILLIS = 200;

  /** Public for {@link java.util.ServiceLoader}. */
  public SparkMachines() {}

  @Override
  public TrainingFactory at(Place place, SweepSource source, TrainingFactory local, Path datasets) {
    SparkSettings settings = new SparkSettings(place);
    return spec -> {
      Training here = local.open(spec);
      try {
        return open(settings, source, spec, here, datasets);
      } catch (IOException | RuntimeException e) {
        here.close();
        throw e;
      }
    };
  }

  private static Training open(
      SparkSettings settings, SweepSource source, SweepSpec spec, Training here, Path datasets)
      throws IOException {
    int threads = MachineLoad.of(spec).threads();
    JavaSparkContext spark = connect(settings, "trawl " + spec.title().name(), threads);
    try {
      List<String> files = new ArrayList<>();
      String name = spec.dataset().name();
      if (name != null) {
        for (Path file : files(datasets.resolve(name))) {
          spark.addFile(file.toString());
          files.add(file.getFileName().toString());
        }
      }
      int slots = awaitSlots(spark);
      log.info("Spark {} at {}: {} slots", spark.version(), spark.master(), slots);
      Integer workers = spec.execution().workers();
      if (workers != null && workers > slots) {
        log.warn("{} workers share {} slots of the cluster: some runs will wait", workers, slots);
      }
      return new SparkTraining(spark, source, name, files, slots, here);
    } catch (IOException | RuntimeException e) {
      spark.close();
      throw e;
    }
  }

  private static JavaSparkContext connect(SparkSettings settings, String name, int threads)
      throws IOException {
    SparkConf conf = settings.conf(name, threads, ExecutorJars.find());
    settings.keepToThisMachine(System.getenv());
    try {
      return new JavaSparkContext(conf);
    } catch (RuntimeException e) {
      throw new IOException(
          "need a Spark cluster at %s, found none: %s"
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

  /**
   * Waits for executors, and for no more of them to come; how many runs they can train at once.
   *
   * @throws IOException when none comes
   */
  private static int awaitSlots(JavaSparkContext spark) throws IOException {
    long began = System.nanoTime();
    long changed = began;
    int known = 0;
    while (known == 0 || System.nanoTime() - changed < OTHERS.toNanos()) {
      int found = executors(spark);
      changed = found == known ? changed : System.nanoTime();
      known = found;
      if (spark.sc().isStopped() || (known == 0 && System.nanoTime() - began > FIRST.toNanos())) {
        throw new IOException(
            "need an executor of %s within %d s, found none: its workers may lack the cores or the memory that are asked for (%s), or not reach this driver at %s:%s"
                .formatted(
                    spark.master(),
                    FIRST.toSeconds(),
                    spark.getConf().get("spark.executor.memory"),
                    spark.getConf().get("spark.driver.host"),
                    spark.getConf().get("spark.driver.port")));
      }
      sleep();
    }
    return Math.max(1, slots(spark));
  }

  /** By their cores and those of a run; Spark's default parallelism is never less than two. */
  private static int slots(JavaSparkContext spark) {
    SparkContext context = spark.sc();
    return context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
  }

  private static void sleep() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while executors were waited for", e);
    }
  }

  /** How many there are now; the driver is counted among them by Spark. */
  static int executors(JavaSparkContext spark) {
    return spark.statusTracker().getExecutorInfos().length - 1;
  }

  @Override
  public Map<String, String> examine(Place place) throws IOException {
    try (JavaSparkContext spark = connect(new SparkSettings(place), "trawl doctor", 1)) {
      int slots = awaitSlots(spark);
      return Examined.by(spark, slots);
    }
  }
}
