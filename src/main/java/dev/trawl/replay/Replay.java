package dev.trawl.replay;

import dev.trawl.runner.SearchTrace;
import dev.trawl.runner.SweepReplay;
import dev.trawl.search.Searches;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SweepSpec;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Searches over recorded runs, each with the seeds from 1 on, on all processors. Immutable, and
 * safe for use by many threads.
 */
public final class Replay {
  /** Of so many runs the one-epoch cut brings one to its end. */
  private static final double CUT = 10;

  /** Keeps values that are as good as they have to be in spite of rounding. */
  private static final double ROUNDING = 1e-9;

  private final RecordedCurves curves;
  private final SweepReplay replay;
  private final Objective metric;
  private final int seeds;

  /**
   * @param curves at least one run, with a value
   * @param metric which runs are compared by
   * @param seeds how many, from 1
   */
  public Replay(Searches searches, RecordedCurves curves, Objective metric, int seeds) {
    if (seeds < 1) {
      throw new IllegalArgumentException("need at least one seed, found " + seeds);
    }
    this.curves = curves;
    this.metric = metric;
    this.seeds = seeds;
    replay = new SweepReplay(searches, curves.runs());
  }

  /**
   * The search of a file, whatever its seed.
   *
   * @throws IllegalArgumentException when its method can't choose among points
   */
  public ReplayedSearch search(String title, SweepSpec spec) {
    return each(title, seed -> replay.run(spec.withSeed(seed)));
  }

  /** All runs for one epoch, and the best tenth of them to the end. */
  public ReplayedSearch oneEpochCut() {
    int finished = (int) Math.ceil(curves.runs().size() / CUT);
    OneEpochCut cut = new OneEpochCut(curves.runs(), finished, metric.goal());
    return each("one epoch, best %d on".formatted(finished), cut::run);
  }

  private ReplayedSearch each(String title, LongFunction<SearchTrace> search) {
    return new ReplayedSearch(
        title, LongStream.rangeClosed(1, seeds).parallel().mapToObj(search).toList());
  }

  /**
   * What searches found.
   *
   * @param within how far from the best recorded value counts as there, in the metric's unit
   */
  public ReplayReport report(List<ReplayedSearch> searches, double within) {
    Goal goal = metric.goal();
    double best = curves.best(goal);
    double margin = within + ROUNDING;
    double needed = goal == Goal.MAXIMIZE ? best - margin : best + margin;
    return new ReplayReport(
        metric.name(),
        curves.runs().size(),
        curves.failed(),
        curves.cut(),
        curves.repeated(),
        curves.epochs(),
        seeds,
        best,
        within,
        searches.stream()
            .map(each -> ReplayReport.Search.of(each, curves.epochs(), needed, goal))
            .toList());
  }
}
