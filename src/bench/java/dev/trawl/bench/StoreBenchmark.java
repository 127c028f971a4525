package dev.trawl.bench;

import dev.trawl.store.H2RunStore;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.NewRun;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.filter.InvalidFilterException;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Stream;

/**
 * Fills a database with generated sweeps and measures, at 1,000 runs, 10,000 and so on, what is
 * written and read. Prints a Markdown table.
 *
 * <p>Arguments: a folder for the database, which must be empty, and how many runs.
 */
public final class StoreBenchmark {
  private static final int BATCH = 500;
  private static final int PAGE = 50;
  private static final int READS = 100;
  private static final int WARM_UPS = 5;
  private static final int RECORDED_EPOCHS = 300;
  private static final int WARM_UP_RUNS = 3000;
  private static final int MODEL_BYTES = 1_500_000;
  private static final int GROWTH_RUNS = 40;
  private static final long GROWTH_FROM_BYTES = 20_000_000;
  private static final long GROWTH_PAUSE_MILLIS = 100;

  private final Path folder;
  private final List<Integer> stages;
  private final GeneratedSweeps generated = new GeneratedSweeps();
  private final Random random = new Random(1);
  private final Owner owner = Owner.ofThisProcess();
  private final Map<String, List<String>> rows = new LinkedHashMap<>();
  private String touched = "";

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
    System.out.printf("%n%s%n", benchmark.growth());
  }

  private RunStore open() {
    return H2RunStore.open(url(), Clock.systemUTC());
  }

  private String url() {
    return "jdbc:h2:file:" + folder.resolve("bench/trawl");
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
            sweeps.stream().max(Comparator.comparing(sweep -> size(sweep))).orElseThrow();
        int runs = size(largest);
        row("runs of the largest sweep", "%,d".formatted(runs));
        touched = store.runs(largest.id(), RunQuery.ALL.withLimit(1)).get(0).id();
        pages(store, largest, runs);
        filtered(store, largest);
        others(store, largest, runs);
        recordings(store);
      }
      row("file after close, MB", "%,.0f".formatted(Files.size(data()) / 1e6));
      row("opening the file that nobody has open, ms", "%,.0f".formatted(openingMillis()));
    }
  }

  /** As a reading command does, and closing it again. */
  private double openingMillis() {
    long begin = System.nanoTime();
    H2RunStore.openToRead(url(), Clock.systemUTC()).close();
    return (System.nanoTime() - begin) / 1e6;
  }

  private static int size(Sweep sweep) {
    return sweep.runs().values().stream().mapToInt(Integer::intValue).sum();
  }

  private Path data() {
    return folder.resolve("bench/trawl.mv.db");
  }

  private void pages(RunStore store, Sweep sweep, int runs) {
    List<String> metrics =
        Stream.concat(GeneratedSweeps.METRICS.stream(), Stream.of("test_accuracy"))
            .map("metrics."::concat)
            .toList();
    List<String> parameters = GeneratedSweeps.PARAMETERS.stream().map("params."::concat).toList();
    pages(store, sweep, runs, "any metric", metrics);
    pages(store, sweep, runs, "any parameter", parameters);
    pages(store, sweep, runs, "number", List.of("number"));
    pages(store, sweep, runs, "status, epochs, seconds", List.of("status", "epochs", "seconds"));
  }

  private void pages(RunStore store, Sweep sweep, int runs, String name, List<String> keys) {
    time("first page by " + name, store, i -> page(store, sweep, 0, order(keys, i)));
    time(
        "further page by " + name,
        store,
        i -> page(store, sweep, random.nextInt(Math.max(1, runs - PAGE)), order(keys, i)));
  }

  private static List<RunOrder> order(List<String> keys, int i) {
    try {
      return RunOrder.parse(keys.get(i % keys.size()) + (i % 2 == 0 ? " DESC" : ""), "");
    } catch (InvalidFilterException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static void page(RunStore store, Sweep sweep, int offset, List<RunOrder> order) {
    RunQuery query = RunQuery.ALL.withOrder(order).withOffset(offset).withLimit(PAGE);
    int found = store.runs(sweep.id(), query).size();
    if (found != PAGE) {
      throw new IllegalStateException("need %d runs, found %d".formatted(PAGE, found));
    }
  }

  private void filtered(RunStore store, Sweep sweep) {
    List<String> filters =
        List.of(
            "metrics.test_accuracy >= 0.99",
            "params.batch_size = '64'",
            "params.batch_size = 64 AND metrics.val_accuracy > 0.98",
            "params.optimizer = 'sgd' AND params.dropout < 0.01",
            "metrics.val_accuracy > 0.9999",
            "status = 'KILLED'");
    List<RunFilter> parsed = filters.stream().map(StoreBenchmark::filter).toList();
    List<RunOrder> order = order(List.of("metrics.val_accuracy"), 0);
    RunQuery query = RunQuery.ALL.withLimit(PAGE);
    time(
        "first page that a filter leaves",
        store,
        i -> store.runs(sweep.id(), query.withFilter(parsed.get(i % parsed.size()))));
    time(
        "first page that a filter leaves, by a metric",
        store,
        i ->
            store.runs(
                sweep.id(), query.withFilter(parsed.get(i % parsed.size())).withOrder(order)));
  }

  private static RunFilter filter(String text) {
    try {
      return RunFilter.parse(text, "");
    } catch (InvalidFilterException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void others(RunStore store, Sweep largest, int runs) {
    List<Run> some = store.runs(largest.id(), RunQuery.ALL.withOffset(runs / 2).withLimit(PAGE));
    time("curves of a run", store, i -> store.metrics(some.get(i % some.size()).id(), Set.of()));
    time("a run", store, i -> store.run(some.get(i % some.size()).id()));
    time("list of sweeps", store, i -> store.sweeps());
    time("threshold counts of the largest sweep", store, i -> store.sweep(largest.id()));
    time("changes since the last 100", store, i -> store.changes(store.sequence() - 100, 1000));
  }

  /** One epoch at a time of runs of a sweep that is running. */
  private void recordings(RunStore store) {
    Sweep sweep = store.createSweep(GeneratedSweeps.sweep("recorded", 20), owner);
    Random bytes = new Random(2);
    for (int size : List.of(0, MODEL_BYTES)) {
      String name =
          size == 0 ? "epoch recorded, without a model" : "epoch recorded, model of 1.5 MB";
      Recording recording = new Recording(store, sweep.id(), size == 0 ? 1 : 1000);
      byte[] model = new byte[size];
      time(
          name,
          RECORDED_EPOCHS,
          i -> bytes.nextBytes(model),
          i -> recording.epoch(generated, new CheckpointData(model, "{}")));
    }
    store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
  }

  /**
   * A sweep with {@code checkpoints: best}, ten epochs a second, models of 1.5 MB: the file beside
   * the models that it holds.
   */
  private String growth() throws IOException {
    Path file = folder.resolve("growth/trawl.mv.db");
    double worst = 0;
    long kept = 0;
    Random bytes = new Random(3);
    try (RunStore store =
        H2RunStore.open("jdbc:h2:file:" + folder.resolve("growth/trawl"), Clock.systemUTC())) {
      Sweep sweep = store.createSweep(GeneratedSweeps.sweep("growth", 20), owner);
      for (int number = 1; number <= GROWTH_RUNS; number++) {
        String run =
            store.createRun(new NewRun(sweep.id(), number, 1, Map.of(), number, Map.of())).id();
        for (int epoch = 1; epoch <= GeneratedSweeps.EPOCHS; epoch++) {
          byte[] model = new byte[MODEL_BYTES];
          bytes.nextBytes(model);
          int best = (epoch - 1) / 3 * 3 + 1;
          store.recordEpoch(
              run,
              new Epoch(
                  epoch,
                  generated.metrics(0.99, epoch, 0.001),
                  3,
                  epoch == best,
                  new CheckpointData(model, "{}")),
              Set.copyOf(List.of(epoch, best)));
          long live = kept + (long) MODEL_BYTES * (epoch == best ? 1 : 2);
          if (live > GROWTH_FROM_BYTES) {
            worst = Math.max(worst, (double) Files.size(file) / live);
          }
          pause();
        }
        store.endRun(
            run, new RunEnd(RunStatus.FINISHED, null, 1, null), Set.of(GeneratedSweeps.EPOCHS - 1));
        kept += MODEL_BYTES;
      }
      store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    }
    return "checkpoints: best, from 20 MB of kept models on: file at most %.2f times as large while %d epochs were recorded, %.2f after close"
        .formatted(worst, GROWTH_RUNS * GeneratedSweeps.EPOCHS, (double) Files.size(file) / kept);
  }

  private static void pause() {
    try {
      Thread.sleep(GROWTH_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
        run =
            store
                .createRun(new NewRun(sweepId, number++, 1, Map.of("dropout", 0.1), 1, Map.of()))
                .id();
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
      return (done - before)
          * (double) GeneratedSweeps.EPOCHS
          * GeneratedSweeps.METRICS.size()
          / (nanos / 1e9);
    }

    private void next(RunStore store) {
      sweep++;
      number = 0;
      id = store.createSweep(GeneratedSweeps.sweep("sweep-" + sweep, sizes.get(sweep)), owner).id();
    }
  }

  /** Reads, each after a change: H2 answers a repeated question from memory if nothing changed. */
  private void time(String name, RunStore store, IntConsumer read) {
    time(name, READS, i -> store.tagRun(touched, "read", "" + i), read);
  }

  private void time(String name, int repetitions, IntConsumer before, IntConsumer work) {
    double[] millis = new double[repetitions];
    for (int i = -WARM_UPS; i < repetitions; i++) {
      before.accept(Math.abs(i));
      long start = System.nanoTime();
      work.accept(Math.abs(i));
      if (i >= 0) {
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
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
        (name, values) ->
            System.out.println("| %s | %s |".formatted(name, String.join(" | ", values))));
  }
}
