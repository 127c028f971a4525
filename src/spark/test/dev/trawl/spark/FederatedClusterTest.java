package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients as tasks of two executors: weights, metrics and records of each round are those of the
 * same sweep with threads, to the last bit; bad clients and a killed executor included. {@code
 * src/spark/check} runs it.
 */
@EnabledIfSystemProperty(named = "trawl.spark.jar", matches = ".+")
final class FederatedClusterTest {
  private static final String TWO_EXECUTORS = "local-cluster[2,1,1500]";

  /** Some seconds a client: six of them in a round, of whom one fails and one sends NaN. */
  private static final String FILE =
      """
      name: f
      dataset: {name: mnist, validation_split: 0.2, train_limit: 6000, test_limit: 1000}
      method: grid
      seed: 7
      metric: {name: val_accuracy, goal: maximize}
      parameters:
        filters: {value: [8, 16]}
        dropout: {value: 0.2}
      training:
        epochs: 2
        threads: 2
        federated:
          {clients: 8, partition: dirichlet, fraction: 0.75, local_epochs: 15, strategy: fedyogi,
           failing_clients: 1, nan_clients: 1}
      """;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path files;

  @SuppressWarnings("NullAway.Init")
  private static TrawlFolder folder;

  @SuppressWarnings("NullAway.Init")
  private static Map<String, List<String>> expected;

  @BeforeAll
  static void trainWithThreads() throws Exception {
    folder = new TrawlFolder(files);
    Files.writeString(files.resolve("f.yaml"), FILE);
    assertThat(folder.trawl("threads", "run", "f.yaml").waitFor()).isZero();
    expected = folder.bits("threads");
    assertThat(expected.get("run 1")).anyMatch(line -> line.startsWith("clients_rejected 2"));
  }

  @Test
  void clients_asTasks_comeToTheSameBits() throws Exception {
    Process driver = folder.onSpark("tasks", TWO_EXECUTORS, "run", "f.yaml");

    assertAsWithThreads("tasks", driver);
    assertThat(folder.log("tasks"))
        .contains("clients train on executor 0", "clients train on executor 1");
  }

  @Test
  void executor_killedInARound_itsClientIsAskedAgain() throws Exception {
    Process driver = folder.onSpark("killed", TWO_EXECUTORS, "run", "f.yaml");
    // Both have trained a client, and so train another.
    await("killed", driver, "train on executor 0", "train on executor 1");
    ProcessHandle executor =
        driver.descendants().filter(FederatedClusterTest::isExecutor).findFirst().orElseThrow();
    executor.destroyForcibly();

    assertAsWithThreads("killed", driver);
    assertThat(folder.log("killed")).containsPattern("round=\\d client=\\d is asked again");
  }

  /** In between its clients are asked to go on only with a processor that no executor has. */
  @Test
  void driver_killedInARound_resumesToTheSameBits() throws Exception {
    Process driver = folder.onSpark("driver", TWO_EXECUTORS, "run", "f.yaml");
    await("driver", driver, "round 1/2");
    TimeUnit.SECONDS.sleep(1);
    List<ProcessHandle> executors = driver.descendants().toList();
    driver.destroyForcibly().waitFor();
    executors.forEach(ProcessHandle::destroyForcibly);

    Run run = folder.runs("driver").get(0);
    folder.pretend("driver", run, "client_processors", "Zuse Z3");
    Process waiting = folder.onSpark("driver", TWO_EXECUTORS, "resume", "f", "--same-cpu");
    assertThat(waiting.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(folder.log("driver"))
        .contains(
            "need an executor with the type of processor that the run was trained on, Zuse Z3");
    assertAsWithThreads("driver", folder.onSpark("driver", TWO_EXECUTORS, "resume", "f"));
  }

  /** Until it has said each of these. */
  private static void await(String log, Process driver, String... words) throws Exception {
    while (!Stream.of(words).allMatch(folder.log(log)::contains)) {
      assertThat(driver.isAlive()).as(folder.log(log)).isTrue();
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static boolean isExecutor(ProcessHandle process) {
    return process.info().commandLine().orElse("").contains("ExecutorBackend");
  }

  private static void assertAsWithThreads(String database, Process driver) throws Exception {
    assertThat(driver.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(driver.exitValue()).as(folder.log(database)).isZero();
    assertThat(folder.bits(database)).isEqualTo(expected);
  }
}
