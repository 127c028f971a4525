package dev.trawl.train;

import dev.trawl.model.Architectures;
import dev.trawl.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long the runs of a sweep train on this machine, all epochs of each, in seconds: by a few
 * steps of some of them, as many at once as there are workers and cores. Other programs are taken
 * to be idle.
 *
 * @param runs of those that were tried, the shortest first; at least one
 * @param workers how many train at once
 */
public record TimeNeed(List<Double> runs, int workers) {
  /** Beyond so many runs all are as long as the mean. */
  private static final int MOST_SINGLY = 10_000;

  public TimeNeed {
    runs = runs.stream().sorted().toList();
    if (runs.isEmpty()) {
      throw new IllegalArgumentException("need the time of a run, found none");
    }
  }

  /**
   * Of a sweep; empty where none of the runs can be trained. Loads native libraries, and takes a
   * second or two.
   *
   * @param first the parameters of the runs to try
   */
  public static Optional<TimeNeed> of(
      Architectures architectures,
      SweepSpec spec,
      TrainingImages images,
      List<Map<String, Object>> first)
      throws InterruptedException {
    NativeBackend.prepare();
    MachineLoad load = MachineLoad.of(spec);
    int together = Math.max(1, Math.min(load.workers(), load.cores() / load.threads()));
    RunNetworks networks = new RunNetworks(architectures, spec, images);
    RunMemory memory = RunMemory.onThisMachine(networks);
    TimeTrial trial = new TimeTrial(networks);
    ExecutorService threads = Executors.newFixedThreadPool(together, TimeNeed::daemon);
    try {
      List<Callable<Optional<Double>>> trials = new ArrayList<>();
      for (Map<String, Object> parameters : first) {
        int epochs = spec.forRun(parameters).training().epochs();
        trials.add(
            () ->
                memory.refuses(parameters)
                    ? Optional.empty()
                    : trial.of(parameters).map(time -> time.of(epochs)));
      }
      List<Double> runs = new ArrayList<>();
      for (Future<Optional<Double>> tried : threads.invokeAll(trials)) {
        tried.get().ifPresent(runs::add);
      }
      return runs.isEmpty() ? Optional.empty() : Optional.of(new TimeNeed(runs, load.workers()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("a step on random images failed", e);
    } finally {
      threads.shutdown();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "time-trial");
    thread.setDaemon(true);
    return thread;
  }

  public double shortest() {
    return runs.get(0);
  }

  /** The middle one, the longer of two. */
  public double median() {
    return runs.get(runs.size() / 2);
  }

  public double longest() {
    return runs.get(runs.size() - 1);
  }

  private double mean() {
    return runs.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  /**
   * Until the last of many runs has ended, the workers side by side, if they are like those that
   * were tried.
   *
   * @param planned how many
   * @param share of its epochs that one of them trains in the mean
   */
  public double total(int planned, double share) {
    if (planned > MOST_SINGLY) {
      return share * planned * mean() / workers;
    }
    PriorityQueue<Double> free = new PriorityQueue<>();
    double end = 0;
    for (int run = 0; run < planned; run++) {
      double begins = free.size() < workers ? 0 : free.remove();
      double ends = begins + share * runs.get(run % runs.size());
      free.add(ends);
      end = Math.max(end, ends);
    }
    return end;
  }

  /** Of so many rounds of the finals, one after the other, with as many runs in each. */
  public double finals(int rounds, int candidates) {
    int turns = (candidates + workers - 1) / workers;
    return rounds * turns * mean();
  }
}
