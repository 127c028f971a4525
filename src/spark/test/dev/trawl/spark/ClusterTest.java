package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
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
  private static final Path JAR = Path.of(System.getProperty("trawl.spark.jar", ""));
  private static final Path SPARK = Path.of(System.getProperty("trawl.spark.home", ""));
  private static final Set<String> TIMES =
      Set.of("images_per_second", "seconds", "train_seconds", "eval_seconds");

  private static final String FILE =
      """
      name: k
      dataset: {name: mnist, validation_split: 0.2, train_limit: 12000, test_limit: 1000}
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

  private static final List<Process> CLUSTER = new ArrayList<>();
  private static int port;

  @SuppressWarnings("NullAway.Init")
  private static Map<String, List<String>> expected;

  @BeforeAll
  static void start() throws Exception {
    Files.writeString(folder.resolve("k.yaml"), FILE);
    assertThat(trawl("local", "run", "k.yaml").waitFor()).isZero();
    expected = bits("local");
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
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m"));
    command.add("-Dspark.master.rest.enabled=false");
    command.addAll(List.of("-cp", SPARK.resolve("jars") + "/*"));
    command.add(
        "org.apache.spark.deploy.%s.%s".formatted(kind.toLowerCase(java.util.Locale.ROOT), kind));
    command.addAll(List.of("--host", "127.0.0.1"));
    command.addAll(Arrays.asList(arguments));
    return start(log, command);
  }

  private static Process trawl(String database, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                java(),
                "-XX:+UseSerialGC",
                "-Dorg.eclipse.deeplearning4j.helpers.disable=false",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-jar",
                JAR.toAbsolutePath().toString()));
    command.addAll(Arrays.asList(arguments));
    command.addAll(List.of("--no-dashboard", "--workers", "2", "--db", url(database)));
    return start(database, command);
  }

  private static Process onSpark(String database, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--spark", url(), "--spark-conf", "spark.executor.memory=1500m"));
    return trawl(database, all.toArray(String[]::new));
  }

  private static Process start(String log, List<String> command) throws IOException {
    File output = folder.resolve(log + ".log").toFile();
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().put("SPARK_HOME", SPARK.toAbsolutePath().toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("OMP_NUM_THREADS", "1");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(output))
        .start();
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String url(String database) {
    return "jdbc:h2:file:" + folder.resolve(database);
  }

  /** All that is recorded of each run, but for how long it took. */
  private static Map<String, List<String>> bits(String database) {
    Map<String, List<String>> bits = new TreeMap<>();
    try (RunStore store = H2RunStore.openExisting(url(database), Clock.systemUTC())) {
      Sweep sweep = store.sweeps().get(0);
      assertThat(sweep.status()).isEqualTo(SweepStatus.FINISHED);
      for (Run run : store.runs(sweep.id(), RunQuery.ALL)) {
        List<String> lines = new ArrayList<>();
        lines.add("%s attempt %d of %s".formatted(run.status(), run.attempt(), run.parameters()));
        lines.add(String.valueOf(store.evaluation(run.id())));
        for (Metric metric : store.metrics(run.id(), Set.of())) {
          if (!TIMES.contains(metric.key())) {
            lines.add(
                "%s %d %s"
                    .formatted(metric.key(), metric.step(), Double.toHexString(metric.value())));
          }
        }
        for (Checkpoint checkpoint : store.checkpoints(run.id())) {
          CheckpointData data = store.checkpoint(run.id(), checkpoint.epoch()).orElseThrow();
          lines.add("%d %d".formatted(checkpoint.epoch(), Arrays.hashCode(data.model())));
        }
        bits.put("run " + run.number(), lines);
      }
    }
    return bits;
  }

  /** Waits until a run of the sweep is so. */
  private static Run await(String database, Process driver, Predicate<Run> wanted)
      throws Exception {
    for (int tried = 0; tried < 1200; tried++) {
      assertThat(driver.isAlive()).as("the driver of " + database).isTrue();
      if (Files.exists(folder.resolve(database + ".mv.db"))) {
        try (RunStore store = H2RunStore.openToRead(url(database), Clock.systemUTC())) {
          for (Sweep sweep : store.sweeps()) {
            for (Run run : store.runs(sweep.id(), RunQuery.ALL)) {
              if (wanted.test(run)) {
                return run;
              }
            }
          }
        }
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("need such a run within 2 min, found none");
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
    assertThat(driver.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(folder.resolve(database + ".log")))
        .contains("3 of 3 runs finished");
    assertThat(bits(database)).isEqualTo(expected);
  }

  @Test
  void executor_killed_itsRunGoesOnElsewhere() throws Exception {
    Process driver = onSpark("killed", "run", "k.yaml");
    await("killed", driver, ClusterTest::isUnderWay);
    executor(1).destroyForcibly();

    assertAsWithoutSpark("killed", driver);
  }

  @Test
  void executor_frozenAndWoken_isFenced() throws Exception {
    Process driver = onSpark("frozen", "run", "k.yaml");
    await("frozen", driver, ClusterTest::isUnderWay);
    ProcessHandle frozen = executor(2);
    signal("STOP", frozen);
    TimeUnit.SECONDS.sleep(35);
    signal("CONT", frozen);

    assertAsWithoutSpark("frozen", driver);
  }

  @Test
  void driver_killedAndResumed_endsAsIfItHadNotBeen() throws Exception {
    Process driver = onSpark("driver", "run", "k.yaml");
    await("driver", driver, ClusterTest::isUnderWay);
    driver.destroyForcibly().waitFor();

    assertAsWithoutSpark("driver", onSpark("driver", "resume", "k"));
  }
}
