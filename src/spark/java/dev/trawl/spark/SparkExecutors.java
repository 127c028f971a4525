package dev.trawl.spark;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkExecutorInfo;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/** The executors that an application has now. They come and go. */
final class SparkExecutors {
  private static final Logger log = LoggerFactory.getLogger(SparkExecutors.class);

  /** How long the first may take, and how long others may come after one. */
  private static final Duration FIRST = MissingExecutors.LONGEST;

  private static final Duration BEFORE_WAITING_IS_SAID = Duration.ofSeconds(30);

  private static final Duration OTHERS = Duration.ofSeconds(5);

  /** The same where it is known that others will come. */
  private static final Duration KNOWN_OTHERS = Duration.ofMinutes(1);

  private static final int LOOK_MILLIS = 200;

  private final JavaSparkContext spark;

  SparkExecutors(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** How many there are; the driver is counted among them by Spark. */
  int count() {
    return infos().length - 1;
  }

  /** Whether all that there are now are among these. */
  boolean areAll(Set<String> ids) {
    return ids.containsAll(CollectionConverters.asJava(spark.sc().getExecutorIds()));
  }

  /** Whether a task that comes now would begin now. */
  boolean haveFreeSlot() {
    int tasks = Arrays.stream(infos()).mapToInt(SparkExecutorInfo::numRunningTasks).sum();
    return tasks < slots();
  }

  private SparkExecutorInfo[] infos() {
    return spark.statusTracker().getExecutorInfos();
  }

  /**
   * Waits for them, and for no more of them to come; how many runs they can train at once.
   *
   * @param most of them that will come, where that is known
   * @throws IOException when none comes, or none that may be used
   */
  int await(int most) throws IOException {
    long began = System.nanoTime();
    long changed = began;
    int known = 0;
    boolean isSaid = false;
    long others = (most < Integer.MAX_VALUE ? KNOWN_OTHERS : OTHERS).toNanos();
    while (known == 0 || (known < most && System.nanoTime() - changed < others)) {
      int found = count();
      changed = found == known ? changed : System.nanoTime();
      known = found;
      if (spark.sc().isStopped()) {
        throw new IOException(
            "need a master that answers at %s, found none: nothing listens there, or it has another Spark, or another secret"
                .formatted(spark.master()));
      }
      if (known == 0) {
        isSaid = waits(Duration.ofNanos(System.nanoTime() - began), isSaid);
      }
      sleep();
    }
    Optional<String> open = open();
    if (open.isPresent()) {
      throw new IOException(open.get());
    }
    int slots = slots();
    if (slots == 0) {
      throw new IOException(
          "need executors with %s cores, one a thread of a run, found %d with fewer"
              .formatted(spark.getConf().get("spark.task.cpus"), known));
    }
    return slots;
  }

  private boolean waits(Duration waited, boolean isSaid) throws IOException {
    if (waited.compareTo(FIRST) > 0) {
      throw none();
    }
    if (!isSaid && waited.compareTo(BEFORE_WAITING_IS_SAID) > 0) {
      log.warn("waits for an executor of {}, {} min at most", spark.master(), FIRST.toMinutes());
      return true;
    }
    return isSaid;
  }

  private IOException none() {
    return new IOException(
        "need an executor of %s within %d min, found none: its workers may lack the cores or the memory that are asked for (%s), or not reach this driver at %s:%s"
            .formatted(
                spark.master(),
                FIRST.toMinutes(),
                spark.getConf().get("spark.executor.memory"),
                spark.getConf().get("spark.driver.host"),
                spark.getConf().get("spark.driver.port")));
  }

  /** By their cores and those of a run; Spark's default parallelism is never less than two. */
  private int slots() {
    SparkContext context = spark.sc();
    return context.maxNumConcurrentTasks(context.resourceProfileManager().defaultResourceProfile());
  }

  /**
   * That one listens where others reach it, and asks them for no secret: its worker has an address
   * of the network, whatever its master has. Empty when none does.
   */
  Optional<String> open() {
    if (spark.getConf().getBoolean(SparkCluster.AUTHENTICATE, false)) {
      return Optional.empty();
    }
    return Arrays.stream(infos())
        .map(SparkExecutorInfo::host)
        .filter(host -> !SparkCluster.isLoopback(host))
        .findFirst()
        .map(
            host ->
                "need workers that listen on %s (--host), or %s=true, found one on %s without: who reaches its port could run code there"
                    .formatted(SparkCluster.LOOPBACK, SparkCluster.AUTHENTICATE, host));
  }

  private static void sleep() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while executors were waited for", e);
    }
  }
}
