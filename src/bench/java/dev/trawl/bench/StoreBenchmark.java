package dev.trawl.bench;

import dev.trawl.store.H2RunStore;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.NewRun;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;

/**
 * Fills a database with generated sweeps and measures, at 1,000 runs, 10,000 and so on, what is
 * written and read. Prints a Markdown table.
 *
 * <p>Arguments: a folder for the database, which must be empty, and how many runs.
 */
public final class StoreBenchmark {
  private static final int BATCH = 500;
  private static final int PAGE = 50;
  private static final int READS = 60;
  private static final int RECORDED_EPOCHS = 300;
  private static final int WARM_UP_RUNS = 3000;
  private static final int MODEL_BYTES = 1_500_000;

  private final Path folder;
  private final List<Integer> stages;
  private final GeneratedSweeps generated = new GeneratedSweeps();
  private final Random random = new Random(1);
  private final Owner owner = Owner.ofThisProcess();
  private final Map<String, List<String>> rows = new java.util.LinkedHashMap<>();

  private StoreBenchmark(Path folder, int runs) {
    this.folder = folder;
    List<Integer> sizes = new ArrayList<>();
    for (int size = 1000; size < runs; size *= 10) {
      sizes.add(size);
    }
    sizes.add(runs);
    stages = List.copyOf(sizes);
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    new StoreBenchmark(folder.resolve("warm-up"), WARM_UP_RUNS).measure();
    System.err.println("warm");
    StoreBenchmark benchmark = new StoreBenchmark(folder, Integer.parseInt(arguments[1]));
    benchmark.measure();
    benchmark.print();
  }

  private RunStore open() {
    return H2RunStore.open("jdbc:h2:file:" + folder.resolve("bench/trawl"), Clock.systemUTC());
  }

  private void measure() throws IOException {
    List<Integer> sizes = GeneratedSweeps.sizes(stages.get(stages.size() - 1));
    Filling filling = new Filling(sizes);
    for (int stage : stages) {
      try (RunStore store = open()) {
        double rate = filling.upTo(store, stage);
        row("insert, metric points/s", "%,.0f".formatted(rate));
        List<Sweep> sweeps = store.sweeps();
        Sweep largest =
            sweeps.stream()
                .max(java.util.Comparator.comparing(s -> s.runs().values().stream().mapToInt(i -> i).sum()))
                .orElseThrow();
        int runs = largest.runs().values().stream().mapToInt(i -> i).sum();
        row("runs of the largest sweep", "%,d".formatted(runs));
        pages(store, largest, runs);
        others(store, largest, runs);
        recordings(store);
      }
      row("file after close, MB", "%,.0f".formatted(Files.size(data()) / 1e6));
    }
  }

  private Path data() {
    return folder.resolve("bench/trawl.mv.db");
  }

  private void pages(RunStore store, Sweep sweep, int runs) {
    for (String kind : List.of("metrics.", "parameters.", "")) {
      List<String> keys = new ArrayList<>();
      switch (kind) {
        case "metrics." -> {
          GeneratedSweeps.METRICS.forEach(key -> keys.add(kind + key));
          keys.add("metrics.test_accuracy");
        }
        case "parameters." -> GeneratedSweeps.PARAMETERS.forEach(key -> keys.add(kind + key));
        default -> keys.addAll(List.of("number", "status", "epochs", "seconds"));
      }
      String name = kind.isEmpty() ? "number, status, epochs, seconds" : "any " + kind.replace("s.", "");
      time(
          "first page by " + name,
          READS,
          i -> page(store, sweep, 0, keys.get(i % keys.size()), i % 2 == 0));
      time(
          "further page by " + name,
          READS,
          i ->
              page(
                  store,
                  sweep,
                  random.nextInt(Math.max(1, runs - PAGE)),
                  keys.get(i % keys.size()),
                  i % 2 == 0));
    }
  }

  private static void page(RunStore store, Sweep sweep, int offset, String key, boolean descending) {
    List<Run> page = store.runs(sweep.id(), new RunQuery(0, offset, PAGE, key, descending));
    if (page.size() != PAGE) {
      throw new IllegalStateException("need %d runs, found %d".formatted(PAGE, page.size()));
    }
  }

  private void others(RunStore store, Sweep largest, int runs) {
    List<Run> some = store.runs(largest.id(), new RunQuery(0, runs / 2, 50, "seconds", false));
    time("curves of a run", READS, i -> store.metrics(some.get(i % some.size()).id(), Set.of()));
    time("a run", READS, i -> store.run(some.get(i % some.size()).id()));
    time("list of sweeps", READS, i -> store.sweeps());
    time("threshold counts of the largest sweep", READS, i -> store.sweep(largest.id()));
    time("changes since the last 100", READS, i -> store.changes(store.sequence() - 100, 1000));
  }

  /** One epoch at a time of runs of a sweep that is running. */
  private void recordings(RunStore store) {
    Sweep sweep = store.createSweep(GeneratedSweeps.sweep("recorded", 20), owner);
    Random bytes = new Random(2);
    for (int size : List.of(0, MODEL_BYTES)) {
      String name = size == 0 ? "epoch recorded, without a model" : "epoch recorded, model of 1.5 MB";
      Recording recording = new Recording(store, sweep.id(), size == 0 ? 1 : 1000);
      time(
          name,
          RECORDED_EPOCHS,
          i -> {
            byte[] model = new byte[size];
            bytes.nextBytes(model);
            recording.epoch(generated, new CheckpointData(model, "{}"));
          });
    }
    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
  }

  private static final class Recording {
    private final RunStore store;
    private final String sweepId;
    private int number;
    private int epoch;
    private String run = "";

    Recording(RunStore store, String sweepId, int number) {
      this.store = store;
      this.sweepId = sweepId;
      this.number = number;
    }

    void epoch(GeneratedSweeps generated, CheckpointData checkpoint) {
      if (epoch % GeneratedSweeps.EPOCHS == 0) {
        run = store.createRun(new NewRun(sweepId, number++, 1, Map.of("dropout", 0.1), 1, Map.of())).id();
        epoch = 0;
      }
      epoch++;
      store.recordEpoch(
          run,
          new Epoch(epoch, generated.metrics(0.99, epoch, 0.001), 3, epoch % 3 == 1, checkpoint),
          Set.copyOf(List.of(epoch, (epoch - 1) / 3 * 3 + 1)));
    }
  }

  /** Sweeps that are being filled. */
  private final class Filling {
    private final List<Integer> sizes;
    private int sweep = -1;
    private int number;
    private int done;
    private String id = "";

    Filling(List<Integer> sizes) {
      this.sizes = sizes;
    }

    /** Returns metric points a second. */
    double upTo(RunStore store, int runs) {
      int before = done;
      long nanos = 0;
      while (done < runs) {
        if (sweep < 0 || number == sizes.get(sweep)) {
          next(store);
        }
        int size = Math.min(Math.min(BATCH, runs - done), sizes.get(sweep) - number);
        List<ImportedRun> batch = new ArrayList<>();
        for (int i = 0; i < size; i++) {
          batch.add(generated.run(id, ++number));
        }
        long start = System.nanoTime();
        store.importRuns(id, batch);
        nanos += System.nanoTime() - start;
        done += size;
      }
      store.endSweep(id, SweepStatus.STOPPED, "for a look");
      return (done - before) * (double) GeneratedSweeps.EPOCHS * GeneratedSweeps.METRICS.size() / (nanos / 1e9);
    }

    private void next(RunStore store) {
      sweep++;
      number = 0;
      id = store.createSweep(GeneratedSweeps.sweep("sweep-" + sweep, sizes.get(sweep)), owner).id();
    }
  }

  private void time(String name, int repetitions, IntConsumer work) {
    double[] millis = new double[repetitions];
    for (int i = 0; i < 5; i++) {
      work.accept(i);
    }
    for (int i = 0; i < repetitions; i++) {
      long start = System.nanoTime();
      work.accept(i);
      millis[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    row(
        name + ", ms: median, p95, p99",
        "%.1f, %.1f, %.1f"
            .formatted(quantile(millis, 0.5), quantile(millis, 0.95), quantile(millis, 0.99)));
  }

  private static double quantile(double[] sorted, double fraction) {
    return sorted[(int) Math.ceil(fraction * sorted.length) - 1];
  }

  private void row(String name, String value) {
    System.err.println(name + ": " + value);
    rows.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  private void print() {
    System.out.println(
        "| | " + String.join(" | ", stages.stream().map("%,d runs"::formatted).toList()) + " |");
    System.out.println("|---|" + "---|".repeat(stages.size()));
    rows.forEach(
        (name, values) -> System.out.println("| %s | %s |".formatted(name, String.join(" | ", values))));
  }
}
