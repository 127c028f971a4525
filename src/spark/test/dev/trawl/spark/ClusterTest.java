package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static TrawlFolder trawl;

  private static final List<Process> CLUSTER = new ArrayList<>();
  private static int port;

  @SuppressWarnings("NullAway.Init")
  private static Map<String, List<String>> expected;

  @BeforeAll
  static void start() throws Exception {
    trawl = new TrawlFolder(folder);
    Files.writeString(folder.resolve("k.yaml"), FILE);
    assertThat(trawl.trawl("local", "run", "k.yaml").waitFor()).isZero();
    expected = trawl.bits("local");
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    CLUSTER.add(spark("master", "Master", "--port", Integer.toString(port), "--webui-port", "0"));
    for (String name : List.of("first", "second")) {
      CLUSTER.add(
          spark(
              name,
              "Worker",
              "--webui-port",
              "0",
              "--cores",
              "1",
              "--memory",
              "2g",
              "--work-dir",
              folder.resolve(name).toString(),
              url()));
    }
  }

  private static String url() {
    return "spark://127.0.0.1:" + port;
  }

  @AfterAll
  static void stop() {
    CLUSTER.forEach(process -> process.descendants().forEach(ProcessHandle::destroyForcibly));
    CLUSTER.forEach(Process::destroyForcibly);
  }

  private static Process spark(String log, String kind, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(TrawlFolder.java(), "-Xmx256m"));
    command.add("-Dspark.master.rest.enabled=false");
    command.addAll(List.of("-cp", TrawlFolder.SPARK.resolve("jars") + "/*"));
    command.add(
        "org.apache.spark.deploy.%s.%s".formatted(kind.toLowerCase(java.util.Locale.ROOT), kind));
    command.addAll(List.of("--host", "127.0.0.1"));
    command.addAll(Arrays.asList(arguments));
    return trawl.start(log, command);
  }

  private static Process onSpark(String database, String... arguments) throws IOException {
    return trawl.onSpark(database, url(), arguments);
  }

  private static boolean isUnderWay(Run run) {
    return run.status() == RunStatus.RUNNING && run.epochs() >= 2 && run.epochs() <= 4;
  }

  private static ProcessHandle executor(int worker) {
    return CLUSTER.get(worker).descendants().findFirst().orElseThrow();
  }

  private static void signal(String name, ProcessHandle process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
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
    executor(1).destroyForcibly();

    assertAsWithoutSpark("killed", driver);
  }

  @Test
  void executor_frozenAndWoken_isFenced() throws Exception {
    Process driver = onSpark("frozen", "run", "k.yaml");
    trawl.await("frozen", driver, ClusterTest::isUnderWay);
    ProcessHandle frozen = executor(2);
    signal("STOP", frozen);
    TimeUnit.SECONDS.sleep(35);
    signal("CONT", frozen);

    assertAsWithoutSpark("frozen", driver);
  }

  /** In between it is asked to go on only with a processor that no executor has. */
  @Test
  void driver_killedAndResumed_endsAsIfItHadNotBeen() throws Exception {
    Process driver = onSpark("driver", "run", "k.yaml");
    Run run = trawl.await("driver", driver, ClusterTest::isUnderWay);
    driver.destroyForcibly().waitFor();
    trawl.pretend("driver", run, "Zuse Z3");

    Process waiting = onSpark("driver", "resume", "k", "--same-cpu");
    assertThat(waiting.waitFor(TrawlFolder.LONGEST.toMinutes(), TimeUnit.MINUTES)).isTrue();
    assertThat(waiting.exitValue()).isNotZero();
    assertThat(trawl.log("driver"))
        .contains(
            "need an executor with the type of processor that the run was trained on, Zuse Z3");
    assertAsWithoutSpark("driver", onSpark("driver", "resume", "k"));
  }
}
