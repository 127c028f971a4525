package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real master, two workers and a driver, each a process of its own; what is killed there, and
 * what becomes of the sweep: its numbers and weights are those of the same sweep without Spark, to
 * the last bit. {@code src/spark/check} runs it, with the jars that it names.
 */
@EnabledIfSystemProperty(named = "trawl.spark.jar", matches = ".+")
final class ClusterTest {
  private static final String FILE =
      """
      name: k
      dataset: {name: mnist, validation_split: 0.2, train_limit: 6000, test_limit: 500}
      method: random
      run_cap: 3
      seed: 7
      metric: {name: val_accuracy, goal: maximize}
      parameters:
        filters: {value: [8, 16]}
        learning_rate: {distribution: log_uniform_values, min: 1.0e-3, max: 3.0e-3}
        dropout: {min: 0.0, max: 0.3}
      training: {epochs: 6, augmentation: {rotation: 10}}
      """;

  /** Its first epoch lasts until all executors are killed. */
  private static final String LONG =
      """
      name: long
      dataset: {name: mnist, validation_split: 0.2}
      method: random
      run_cap: 1
      parameters:
        filters: {value: [32, 64]}
      training: {epochs: 2}
      """;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static TrawlFolder trawl;

  @SuppressWarnings("NullAway.Init")
  private static StandaloneCluster cluster;

  @SuppressWarnings("NullAway.Init")
  private static Map<String, List<String>> expected;

  @BeforeAll
  static void start() throws Exception {
    trawl = new TrawlFolder(folder);
    Files.writeString(folder.resolve("k.yaml"), FILE);
    Files.writeString(folder.resolve("long.yaml"), LONG);
    assertThat(trawl.trawl("local", "run", "k.yaml").waitFor()).isZero();
    expected = trawl.bits("local");
    cluster = cluster();
    cluster.addWorker("first");
    cluster.addWorker("second");
  }

  private static StandaloneCluster cluster() throws IOException {
    return new StandaloneCluster(trawl);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private static Process onSpark(String database, String... arguments) throws IOException {
    return trawl.onSpark(database, cluster.url(), arguments);
  }

  private static boolean isUnderWay(Run run) {
    return run.status() == RunStatus.RUNNING && run.epochs() >= 2 && run.epochs() <= 4;
  }

  private static void assertAsWithoutSpark(String database, Process driver) throws Exception {
    assertThat(driver.waitFor(TrawlFolder.LONGEST.toMinutes(), TimeUnit.MINUTES)).isTrue();
    assertThat(trawl.log(database)).contains("3 of 3 runs finished");
    assertThat(trawl.bits(database)).isEqualTo(expected);
  }

  @Test
  void executor_killed_itsRunGoesOnElsewhere() throws Exception {
    Process driver = onSpark("killed", "run", "k.yaml");
    trawl.await("killed", driver, ClusterTest::isUnderWay);
    cluster.executor(0).destroyForcibly();

    assertAsWithoutSpark("killed", driver);
  }

  @Test
  void executor_frozenAndWoken_isFenced() throws Exception {
    Process driver = onSpark("frozen", "run", "k.yaml");
    trawl.await("frozen", driver, ClusterTest::isUnderWay);
    ProcessHandle frozen = cluster.executor(1);
    StandaloneCluster.signal("STOP", frozen);
    TimeUnit.SECONDS.sleep(35);
    StandaloneCluster.signal("CONT", frozen);

    assertAsWithoutSpark("frozen", driver);
    assertThat(trawl.log("frozen")).contains("it has not been heard of for 30 s");
  }

  /** In between it is asked to go on only with a processor that no executor has. */
  @Test
  void driver_killedAndResumed_endsAsIfItHadNotBeen() throws Exception {
    Process driver = onSpark("driver", "run", "k.yaml");
    Run run = trawl.await("driver", driver, ClusterTest::isUnderWay);
    driver.destroyForcibly().waitFor();
    trawl.pretend("driver", run, "processor", "Zuse Z3");

    Process waiting = onSpark("driver", "resume", "k", "--same-cpu");
    assertThat(waiting.waitFor(TrawlFolder.LONGEST.toMinutes(), TimeUnit.MINUTES)).isTrue();
    assertThat(waiting.exitValue()).isNotZero();
    assertThat(trawl.log("driver"))
        .contains(
            "need an executor with the type of processor that the run was trained on, Zuse Z3");
    assertAsWithoutSpark("driver", onSpark("driver", "resume", "k"));
  }

  /** With a worker whose folder is in a file system too small for the images. */
  @Test
  void executor_whoseDiskIsFull_leavesItsRunsToOthers() throws Exception {
    Path full = Files.createDirectory(folder.resolve("full"));
    String mount = "mount -t tmpfs -o size=225m none '%s'".formatted(full);
    List<String> alone = List.of("unshare", "--map-root-user", "--mount", "sh", "-c");
    assumeThat(trawl.start("mount", with(alone, mount)).waitFor()).as("may mount").isZero();
    try (StandaloneCluster own = cluster()) {
      own.addWorker("full", with(alone, mount + " && exec \"$@\"", "sh"));
      own.addWorker("roomy");
      Process driver = trawl.onSpark("full-disk", own.url(), "run", "k.yaml");

      assertAsWithoutSpark("full-disk", driver);
      assertThat(trawl.log("full-disk"))
          .containsPattern("executor \\d on \\S+ can't train: .*No space left on device");
    }
  }

  private static List<String> with(List<String> command, String... more) {
    return Stream.concat(command.stream(), Stream.of(more)).toList();
  }

  /** The executors that there are train on. */
  @Test
  void master_killed_theSweepEndsAsIfItHadNotBeen() throws Exception {
    try (StandaloneCluster own = cluster()) {
      own.addWorker("third");
      own.addWorker("fourth");
      Process driver = trawl.onSpark("master", own.url(), "run", "k.yaml");
      trawl.await("master", driver, ClusterTest::isUnderWay);
      own.master().destroyForcibly().waitFor();

      assertAsWithoutSpark("master", driver);
    }
  }

  @Test
  void run_thatCostsThreeExecutorsInAnEpoch_fails() throws Exception {
    Process driver = onSpark("costly", "run", "long.yaml");
    for (int executors = 1; executors <= 3; executors++) {
      awaitStarts("costly", driver, executors);
      cluster.executors().forEach(ProcessHandle::destroyForcibly);
    }
    assertThat(driver.waitFor(TrawlFolder.LONGEST.toMinutes(), TimeUnit.MINUTES)).isTrue();
    assertThat(trawl.runs("costly"))
        .singleElement()
        .satisfies(
            run -> {
              assertThat(run.status()).isEqualTo(RunStatus.FAILED);
              assertThat(run.reason())
                  .startsWith("3 machines in a row were lost after epoch 0, the last one so: ");
              assertThat(run.epochs()).isZero();
              assertThat(run.attempt()).isEqualTo(1);
            });
  }

  /** Until a run has begun so often on an executor. */
  private static void awaitStarts(String log, Process driver, int count) throws Exception {
    while (trawl.log(log).split("trains as a task of executor", -1).length <= count) {
      assertThat(driver.isAlive()).as(trawl.log(log)).isTrue();
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
