package dev.trawl.spark;

import com.sun.management.OperatingSystemMXBean;
import dev.trawl.runner.LogCapture;
import dev.trawl.runner.LoggedTrainings;
import dev.trawl.runner.Scheduling;
import dev.trawl.runner.SweepRunner;
import dev.trawl.search.Searches;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Epoch;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.train.TrainingFactory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;

/**
 * What a sweep of {@link SimulatedTraining} took.
 *
 * @param seconds from its start to its end
 * @param processor seconds of this process's threads meanwhile
 * @param recorded how many epochs the database has
 * @param waits how long they waited, in milliseconds, but for each run's last
 * @param lives from an epoch's end to this process's listeners, in milliseconds
 */
record Measured(
    double seconds, double processor, int recorded, List<Double> waits, List<Double> lives) {
  static final SweepSource SOURCE = new SweepSource("bench.yaml", "method: random", List.of());
  private static final double SECOND = 1e9;

  static Measured of(Path folder, String name, TrainingFactory trainings, SweepSpec spec)
      throws IOException, InterruptedException {
    List<Double> lives = Collections.synchronizedList(new ArrayList<>());
    RunListener listener =
        new RunListener() {
          @Override
          public void epochEnded(Run run, Epoch epoch) {
            lives.add(
                System.currentTimeMillis()
                    - epoch.metrics().getOrDefault(SimulatedTraining.ENDED_AT, 0.0));
          }
        };
    try (RunStore store = H2RunStore.open(url(folder, name), Clock.systemUTC())) {
      long began = System.nanoTime();
      long processor = usedProcessor();
      Sweep sweep = runner(store, trainings).start(SOURCE, spec, List.of(listener)).await();
      double seconds = (System.nanoTime() - began) / SECOND;
      double used = (usedProcessor() - processor) / SECOND;
      if (!sweep.runs().keySet().equals(Set.of(RunStatus.FINISHED))) {
        throw new IllegalStateException("need finished runs, found " + sweep.runs());
      }
      return read(store, sweep, new Measured(seconds, used, 0, List.of(), lives));
    }
  }

  private static Measured read(RunStore store, Sweep sweep, Measured measured) {
    int recorded = 0;
    List<Double> waits = new ArrayList<>();
    for (Run run : store.runs(sweep.id(), RunQuery.ALL)) {
      for (Metric metric : store.metrics(run.id(), Set.of(SimulatedTraining.WAITED))) {
        recorded++;
        if (metric.step() > 1) {
          waits.add(metric.value());
        }
      }
    }
    return new Measured(
        measured.seconds, measured.processor, recorded, waits, List.copyOf(measured.lives));
  }

  private static long usedProcessor() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  static String url(Path folder, String name) {
    return "jdbc:h2:file:" + folder.resolve(name);
  }

  static SweepRunner runner(RunStore store, TrainingFactory trainings) {
    Clock clock = Clock.systemUTC();
    return new SweepRunner(
        store,
        new LoggedTrainings(trainings, store, LogCapture.NONE, clock),
        Searches.standard(),
        Owner::ofThisProcess,
        Scheduling.standard(),
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "worker");
              thread.setDaemon(true);
              return thread;
            }),
        clock);
  }

  String waited() {
    return spread(waits);
  }

  String live() {
    return spread(lives);
  }

  static String spread(List<Double> found) {
    if (found.isEmpty()) {
      return "none";
    }
    List<Double> sorted = found.stream().sorted().toList();
    return "median %.0f, p99 %.0f, most %.0f"
        .formatted(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
  }

  private static double at(List<Double> sorted, double share) {
    return sorted.get((int) Math.min(sorted.size() - 1L, (long) Math.ceil(share * sorted.size())));
  }
}
