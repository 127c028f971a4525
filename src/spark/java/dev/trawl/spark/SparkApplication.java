package dev.trawl.spark;

import dev.trawl.train.NoMachineException;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A sweep's application on a cluster: what all that trains there has in common. Safe for use by
 * many threads.
 *
 * @param slots how many tasks it can have at once, as it began
 */
record SparkApplication(
    JavaSparkContext spark, SparkExecutors executors, SparkSweep sweep, int slots)
    implements AutoCloseable {

  /** Submits a job of one task; the thread's job group is its own. */
  <O, A> JavaFutureAction<List<A>> submit(O order, Function<O, A> task) {
    return spark.parallelize(List.of(order), 1).map(task).collectAsync();
  }

  static void cancel(@Nullable JavaFutureAction<?> job) {
    if (job != null && !job.isDone()) {
      boolean unused = job.cancel(true);
    }
  }

  /** What says that nothing comes from anywhere any more, from now on. */
  MissingExecutors missing() {
    return new MissingExecutors(spark.master(), executors::count, System::nanoTime);
  }

  /**
   * @throws NoMachineException when an executor asks nobody for a secret where others reach it
   */
  void requireClosed() {
    Optional<String> open = executors.open();
    if (open.isPresent()) {
      throw new NoMachineException(open.get(), null);
    }
  }

  boolean isGone() {
    return spark.sc().isStopped();
  }

  static NoMachineException gone(String reason) {
    return new NoMachineException("the Spark cluster is gone: " + reason, null);
  }

  /** Of what a job failed with. */
  static String reason(Throwable t) {
    Throwable cause = t.getCause() == null ? t : t.getCause();
    return Optional.ofNullable(cause.getMessage()).stream()
        .flatMap(String::lines)
        .findFirst()
        .orElse(cause.toString());
  }

  @Override
  public void close() {
    spark.close();
  }
}
