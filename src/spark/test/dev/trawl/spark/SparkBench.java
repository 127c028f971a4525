package dev.trawl.spark;

import dev.trawl.runner.ActiveSweep;
import dev.trawl.search.SpecBuilder;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.train.RemoteMachines.Place;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingFactory;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What Spark costs a sweep, and what its driver bears, with {@link SimulatedTraining}: {@code
 * src/spark/bench} starts it. Each figure is a row of a table for the docs.
 */
final class SparkBench {
  private static final double SECOND = 1e9;

  private final Path folder;
  private final String jar;
  private final PrintStream out;

  private SparkBench(Path folder, String jar, PrintStream out) {
    this.folder = folder;
    this.jar = jar;
    this.out = out;
  }

  /**
   * Measures.
   *
   * @param arguments a folder for databases, the jar of these classes, and the parts to measure
   */
  public static void main(String[] arguments) throws Exception {
    SparkBench bench = new SparkBench(Path.of(arguments[0]), arguments[1], System.out);
    bench.out.println("| measured | found |\n| --- | --- |");
    for (String part : List.of(arguments).subList(2, arguments.length)) {
      bench.measure(part);
    }
  }

  private void measure(String part) throws Exception {
    switch (part) {
      case "overhead" -> overhead();
      case "executors" -> {
        executors(2);
        executors(4);
      }
      case "crowd" -> crowd();
      case "checkpoints" -> checkpoints();
      case "stops" -> stops();
      default -> many(Integer.parseInt(part));
    }
  }

  private void row(String what, String found) {
    out.printf("| %s | %s |%n", what, found);
    out.flush();
  }

  private static SpecBuilder spec(int runs, int epochs, int millis, int bytes) {
    return SpecBuilder.random()
        .parameter(SimulatedTraining.EPOCHS, new Categorical(List.of((long) epochs)))
        .parameter(SimulatedTraining.MILLIS, new Categorical(List.of((long) millis)))
        .parameter(SimulatedTraining.BYTES, new Categorical(List.of((long) bytes)))
        .parameter("rate", new LogUniformValues(0.01, 0.3))
        .epochs(epochs)
        .runCap(runs);
  }

  /** A run of 20 s, alone: here, and on one executor. */
  private void overhead() throws Exception {
    SweepSpec spec = spec(1, 20, 1000, 0).workers(1).build();
    Measured here = Measured.of(folder, "here", same -> new SimulatedTraining(1), spec);
    try (Cluster cluster = new Cluster("local-cluster[1,1,1024]")) {
      row("start of the context to the first executor, s", "%.1f".formatted(cluster.startSeconds));
      Measured first = Measured.of(folder, "first", cluster, spec(1, 1, 0, 0).workers(1).build());
      Measured there = Measured.of(folder, "there", cluster, spec);
      row("a run of 20 s, alone: here, s", "%.2f".formatted(here.seconds()));
      row("the same on an executor, s", "%.2f".formatted(there.seconds()));
      row("an executor's first run, of nothing, s", "%.2f".formatted(first.seconds()));
      row("an epoch, recorded and judged: here, ms", here.waited());
      row("the same on an executor, ms", there.waited());
      row("from an epoch's end there to the driver's listeners, ms", there.live());
    }
  }

  /** Eight runs of 4 s, on so many executors. */
  private void executors(int count) throws Exception {
    try (Cluster cluster = new Cluster("local-cluster[%d,1,1024]".formatted(count))) {
      Measured warm =
          Measured.of(folder, "warm" + count, cluster, spec(2 * count, 1, 500, 0).build());
      Measured found = Measured.of(folder, "slots" + count, cluster, spec(8, 4, 1000, 0).build());
      row(
          "8 runs of 4 s on %d executors, s (at best %d; the first %d runs of 0.5 s took %.1f)"
              .formatted(count, 32 / count, 2 * count, warm.seconds()),
          "%.1f".formatted(found.seconds()));
    }
  }

  /** As many executors as are simulated by the tasks of one process. */
  private void crowd() throws Exception {
    try (Cluster cluster = new Cluster("local-cluster[1,200,2048]")) {
      Measured found = Measured.of(folder, "crowd", cluster, spec(200, 30, 1000, 0).build());
      row("200 runs at once, an epoch a second: recorded and judged, ms", found.waited());
      row("the same, to the driver's listeners, ms", found.live());
      row(
          "their epochs: sent, recorded, heard",
          "6000, %d, %d".formatted(found.recorded(), found.lives().size()));
      row(
          "driver, processor seconds a run of 30 epochs",
          "%.3f".formatted(found.processor() / 200));
    }
  }

  /** As fast as they go. */
  private void checkpoints() throws Exception {
    try (Cluster cluster = new Cluster("local-cluster[1,16,2048]")) {
      Measured found = Measured.of(folder, "sent", cluster, spec(16, 25, 0, 700_000).build());
      row(
          "16 runs at once, epochs with checkpoints of 700 kB as fast as they go, a second",
          "%.0f (%.0f MB/s); recorded and judged, ms: %s"
              .formatted(
                  found.recorded() / found.seconds(),
                  found.recorded() * 0.7 / found.seconds(),
                  found.waited()));
    }
  }

  /** From the request in the database to where the run hears it, and to its recorded end. */
  private void stops() throws Exception {
    try (Cluster cluster = new Cluster("local-cluster[1,4,1024]")) {
      List<Double> heard = new ArrayList<>();
      Map<String, Long> asked = new ConcurrentHashMap<>();
      List<Double> ended = Collections.synchronizedList(new ArrayList<>());
      RunListener stopper =
          new RunListener() {
            @Override
            public void runEnded(Run run) {
              ended.add(System.currentTimeMillis() - (double) asked.getOrDefault(run.id(), 0L));
            }
          };
      String url = Measured.url(folder, "stops");
      try (RunStore store = H2RunStore.open(url, Clock.systemUTC())) {
        ActiveSweep sweep =
            Measured.runner(store, cluster)
                .start(Measured.SOURCE, spec(20, 3600, 1000, 0).build(), List.of(stopper));
        int stopped = 0;
        long seed = 1;
        while (stopped < 20) {
          seed = (seed * 1103515245 + 12345) & Integer.MAX_VALUE;
          TimeUnit.MILLISECONDS.sleep(300 + seed % 700);
          for (Run run : store.runs(sweep.sweep().id(), RunQuery.ALL)) {
            if (run.status() == RunStatus.RUNNING
                && run.epochs() > 0
                && !asked.containsKey(run.id())) {
              asked.put(run.id(), System.currentTimeMillis());
              store.requestStop(new StopRequest(run.sweepId(), run.id()));
              stopped++;
              break;
            }
          }
        }
        Sweep over = sweep.await();
        for (Run run : store.runs(over.id(), RunQuery.ALL)) {
          String reason = String.valueOf(run.reason());
          long at = Long.parseLong(reason.substring(reason.lastIndexOf(' ') + 1));
          heard.add((double) (at - asked.getOrDefault(run.id(), 0L)));
        }
      }
      row("20 stops: from the request to where the run hears it, ms", Measured.spread(heard));
      row("the same to its recorded end, ms", Measured.spread(ended));
    }
  }

  /** Runs of nothing, one epoch each. */
  private void many(int runs) throws Exception {
    try (Cluster cluster = new Cluster("local-cluster[1,16,2048]")) {
      Measured found = Measured.of(folder, "many" + runs, cluster, spec(runs, 1, 0, 0).build());
      row(
          "%,d runs of one epoch that takes no time, on 16 slots".formatted(runs),
          "%.1f s, %.0f runs a second, %.1f ms of the driver's processors a run"
              .formatted(found.seconds(), runs / found.seconds(), found.processor() * 1000 / runs));
    }
  }

  /** Executors in processes of their own, on this machine. */
  private final class Cluster implements TrainingFactory, AutoCloseable {
    private final JavaSparkContext spark;
    private final SparkExecutors executors;
    private final int slots;
    private final double startSeconds;

    Cluster(String url) throws IOException {
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

    @Override
    public Training open(SweepSpec spec) {
      SparkSweep sweep = new SparkSweep(Measured.SOURCE, null, List.of(), "ab".repeat(32));
      return new SparkTraining(
          spark, executors, sweep, SimulatedTraining::on, slots, new SimulatedTraining(slots));
    }

    @Override
    public void close() {
      spark.stop();
    }
  }
}
