package dev.trawl.spark;

import dev.trawl.sweep.SweepSpec;
import dev.trawl.train.RemoteMachines.Place;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** Executors in processes of their own, on this machine, for {@link SimulatedTraining}. */
final class BenchCluster implements TrainingFactory, AutoCloseable {
  private static final double SECOND = 1e9;

  private final JavaSparkContext spark;
  private final SparkExecutors executors;
  private final int slots;
  private final double startSeconds;

  /**
   * @param jar of these classes
   */
  BenchCluster(String url, String jar) throws IOException {
    long began = System.nanoTime();
    SparkSettings settings = new SparkSettings(new Place(url, Map.of()), System.getenv());
    settings.keepToThisMachine();
    List<String> jars = new ArrayList<>(ExecutorJars.find());
    jars.add(jar);
    SparkConf conf = settings.conf("bench", 1, jars).set("spark.executor.memory", "1g");
    spark =
        new JavaSparkContext(conf) {
          @Override
          public void close() {
            // Several sweeps have it, one after the other.
          }
        };
    executors = new SparkExecutors(spark);
    slots = executors.await(settings.cluster().mostExecutors());
    startSeconds = (System.nanoTime() - began) / SECOND;
  }

  /** Until the first executor was there. */
  double startSeconds() {
    return startSeconds;
  }

  @Override
  public Training open(SweepSpec spec) {
    SparkSweep sweep = new SparkSweep(Measured.SOURCE, null, List.of(), "ab".repeat(32));
    return new SparkTraining(
        new SparkApplication(spark, executors, sweep, slots),
        SimulatedTraining::on,
        new SimulatedTraining(slots));
  }

  @Override
  public void close() {
    spark.stop();
  }
}
