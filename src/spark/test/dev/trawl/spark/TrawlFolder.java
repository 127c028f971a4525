package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.track.Artifact;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Decision;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Processes of Trawl's and Spark's, each with its log in a folder, and what the former record in
 * databases there. The jars are those that {@code src/spark/check} names.
 */
record TrawlFolder(Path folder) {
  static final Path SPARK = Path.of(System.getProperty("trawl.spark.home", ""));
  private static final Path JAR = Path.of(System.getProperty("trawl.spark.jar", ""));

  /** Of a busy machine. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  private static final Set<String> TIMES =
      Set.of(
          "images_per_second",
          "test_cpu_seconds_per_image",
          "seconds",
          "train_seconds",
          "eval_seconds");

  static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  Process start(String log, List<String> command) throws IOException {
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

  Process trawl(String database, String... arguments) throws IOException {
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
    command.addAll(List.of("--no-dashboard", "--db", url(database)));
    if (!command.contains("--workers")) {
      command.addAll(List.of("--workers", "2"));
    }
    return start(database, command);
  }

  Process onSpark(String database, String cluster, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(Arrays.asList(arguments));
    all.addAll(List.of("--spark", cluster, "--spark-conf", "spark.executor.memory=1500m"));
    return trawl(database, all.toArray(String[]::new));
  }

  String log(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".log"));
  }

  private String url(String database) {
    return "jdbc:h2:file:" + folder.resolve(database);
  }

  /** All that is recorded of each run, but for how long it took. */
  Map<String, List<String>> bits(String database) {
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
        for (Artifact file : store.artifacts(run.id())) {
          if (file.path().startsWith("federated/")) {
            lines.add("%s %s".formatted(file.path(), file.sha256()));
          }
        }
        bits.put("run " + run.number(), lines);
      }
      bits.put("decisions", decisions(store, sweep));
    }
    return bits;
  }

  private static List<String> decisions(RunStore store, Sweep sweep) {
    return store.decisions(sweep.id()).stream()
        .sorted(Comparator.comparing(Decision::job).thenComparing(Decision::kind))
        .map(
            decision ->
                "%s job %d run %d epoch %d known %d %s %s"
                    .formatted(
                        decision.kind(),
                        decision.job(),
                        store.run(decision.runId()).orElseThrow().number(),
                        decision.epoch(),
                        decision.known(),
                        decision.rank(),
                        decision.standing()))
        .toList();
  }

  /** The latest attempts of its newest sweep. */
  List<Run> runs(String database) {
    try (RunStore store = H2RunStore.openExisting(url(database), Clock.systemUTC())) {
      return store.runs(store.sweeps().get(0).id(), RunQuery.ALL);
    }
  }

  /** Records that a run was trained in another environment last: all the same but for this. */
  void pretend(String database, Run run, String entry, String value) {
    try (RunStore store = H2RunStore.openExisting(url(database), Clock.systemUTC())) {
      Map<String, String> where = new TreeMap<>();
      store.environments(run.id()).forEach(place -> where.putAll(place.entries()));
      assertThat(where.put(entry, value)).as("what it was").isNotNull();
      store.recordEnvironment(run.id(), new RunEnvironment(Instant.now(), where));
    }
  }

  /** Waits until a run of the sweep is so. */
  Run await(String database, Process driver, Predicate<Run> wanted) throws InterruptedException {
    long began = System.nanoTime();
    while (System.nanoTime() - began < LONGEST.toNanos()) {
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
    throw new AssertionError(
        "need such a run within %d min, found none".formatted(LONGEST.toMinutes()));
  }
}
