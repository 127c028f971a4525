package dev.trawl.bench;

import dev.trawl.store.H2RunStore;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.SweepStatus;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * What {@code src/bench/page} looks at: sweeps of so many runs in a database, and one that goes on.
 *
 * <p>Arguments: {@code fill URL RUNS…} makes a sweep {@code page-RUNS} for each number that has
 * none; {@code live URL SWEEP SECONDS} lets ten runs of that sweep record 100 epochs a second.
 */
public final class PageSweeps {
  private static final int BATCH = 500;
  private static final int LIVE_RUNS = 10;
  private static final int EPOCHS_A_SECOND = 100;

  private PageSweeps() {}

  public static void main(String[] arguments) {
    try (RunStore store = H2RunStore.open(arguments[1], Clock.systemUTC())) {
      if (arguments[0].equals("live")) {
        live(store, arguments[2], Integer.parseInt(arguments[3]));
        return;
      }
      for (String runs : List.of(arguments).subList(2, arguments.length)) {
        if (store.findSweep("page-" + runs).isEmpty()) {
          fill(store, Integer.parseInt(runs));
        }
      }
    }
  }

  private static void fill(RunStore store, int runs) {
    GeneratedSweeps generated = new GeneratedSweeps();
    String id =
        store.createSweep(GeneratedSweeps.sweep("page-" + runs, runs), Owner.ofThisProcess()).id();
    List<ImportedRun> batch = new ArrayList<>();
    for (int number = 1; number <= runs; number++) {
      batch.add(generated.run(id, number));
      if (batch.size() == BATCH || number == runs) {
        store.importRuns(id, batch);
        batch.clear();
      }
    }
    store.endSweep(id, SweepStatus.FINISHED, "");
  }

  /** In turns, each a tenth of a second after its last; what is late is made up for. */
  private static void live(RunStore store, String name, int seconds) {
    GeneratedSweeps generated = new GeneratedSweeps();
    String sweep = store.findSweep(name).orElseThrow().id();
    int listed = store.sweep(sweep).orElseThrow().runs().values().stream().mapToInt(n -> n).sum();
    int first = listed + store.deletedRuns(sweep, RunQuery.ALL).size(); // of the time before
    Owner owner = Owner.ofThisProcess();
    store.joinSweep(sweep, owner);
    List<String> runs = new ArrayList<>();
    for (int i = 1; i <= LIVE_RUNS; i++) {
      NewRun run = new NewRun(sweep, first + i, 1, Map.of("dropout", 0.05 * i), i, Map.of());
      runs.add(store.createRun(run).id());
    }
    Map<String, Double> best = new HashMap<>();
    long start = System.nanoTime();
    for (int i = 0; i < seconds * EPOCHS_A_SECOND; i++) {
      LockSupport.parkNanos(start + i * (1_000_000_000L / EPOCHS_A_SECOND) - System.nanoTime());
      String run = runs.get(i % LIVE_RUNS);
      int number = i / LIVE_RUNS + 1;
      Map<String, Double> metrics = generated.metrics(0.98, number, 0.01);
      double accuracy = metrics.get(Metric.VAL_ACCURACY);
      boolean isBest = accuracy > best.getOrDefault(run, -1.0);
      best.merge(run, accuracy, Math::max);
      if (i % EPOCHS_A_SECOND == 0) {
        List<StopRequest> unused = store.heartbeat(sweep, owner);
      }
      store.recordEpoch(
          run, new Epoch(number, metrics, 0.1, isBest, CheckpointData.NONE), Set.of());
    }
    System.err.printf("%.1f s%n", (System.nanoTime() - start) / 1e9);
    RunEnd end = new RunEnd(RunStatus.FINISHED, null, 0.1, null);
    for (String run : runs) {
      Run unused = store.endRun(run, end, Set.of());
    }
    store.endSweep(sweep, SweepStatus.FINISHED, "");
    runs.forEach(store::deleteRun);
  }
}
