package dev.trawl.spark;

import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.SweepSpec;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What Spark costs a sweep, and what its driver bears, with {@link SimulatedTraining}: {@code
 * src/spark/bench} starts it. Each figure is a row of a table for the docs.
 */
final class SparkBench {
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
      case "stops" -> latencies().stops();
      case "verdicts" -> latencies().verdicts();
      case "page" -> latencies().page();
      default -> many(Integer.parseInt(part));
    }
  }

  private LatencyBench latencies() {
    return new LatencyBench(folder, jar, this::row);
  }

  private void row(String what, String found) {
    out.printf("| %s | %s |%n", what, found);
    out.flush();
  }

  static SpecBuilder spec(int runs, int epochs, int millis, int bytes) {
    return SpecBuilder.random()
        .parameter(SimulatedTraining.EPOCHS, new Categorical(List.of((long) epochs)))
        .parameter(SimulatedTraining.MILLIS, new Categorical(List.of((long) millis)))
        .parameter(SimulatedTraining.BYTES, new Categorical(List.of((long) bytes)))
        .parameter(SimulatedTraining.RATE, new LogUniformValues(0.01, 0.3))
        .epochs(epochs)
        .runCap(runs);
  }

  /** A run of 20 s, alone: here, and on one executor. */
  private void overhead() throws Exception {
    SweepSpec spec = spec(1, 20, 1000, 0).workers(1).build();
    Measured here = Measured.of(folder, "here", same -> new SimulatedTraining(1), spec);
    try (BenchCluster cluster = new BenchCluster("local-cluster[1,1,1024]", jar)) {
      row(
          "start of the context to the first executor, s",
          "%.1f".formatted(cluster.startSeconds()));
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
    try (BenchCluster cluster =
        new BenchCluster("local-cluster[%d,1,1024]".formatted(count), jar)) {
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
    try (BenchCluster cluster = new BenchCluster("local-cluster[1,200,2048]", jar)) {
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
    try (BenchCluster cluster = new BenchCluster("local-cluster[1,16,2048]", jar)) {
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

  /** Runs of nothing, one epoch each. */
  private void many(int runs) throws Exception {
    try (BenchCluster cluster = new BenchCluster("local-cluster[1,16,2048]", jar)) {
      Measured found = Measured.of(folder, "many" + runs, cluster, spec(runs, 1, 0, 0).build());
      row(
          "%,d runs of one epoch that takes no time, on 16 slots".formatted(runs),
          "%.1f s, %.0f runs a second, %.1f ms of the driver's processors a run"
              .formatted(found.seconds(), runs / found.seconds(), found.processor() * 1000 / runs));
    }
  }
}
