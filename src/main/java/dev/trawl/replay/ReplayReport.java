package dev.trawl.replay;

import dev.trawl.sweep.Goal;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * What searches over recorded runs found.
 *
 * @param metric by which runs are compared
 * @param runs how many there were to choose from
 * @param failed how many of them fail
 * @param cut how many more are recorded, not to their end
 * @param repeated how many more are recorded with the parameters of another
 * @param epochs how many all of them take
 * @param seeds with how many seeds each search was run
 * @param best the best recorded value
 * @param within how far from it counts as there
 */
public record ReplayReport(
    String metric,
    int runs,
    int failed,
    int cut,
    int repeated,
    int epochs,
    int seeds,
    double best,
    double within,
    List<Search> searches) {
  /** Of the epochs of all runs. */
  private static final double[] SHARES = {0.05, 0.1, 0.2, 0.33, 0.5, 1};

  public ReplayReport {
    searches = List.copyOf(searches);
  }

  /**
   * One of them.
   *
   * @param after the best value on the way
   * @param epochsToBest when the best recorded value was as near as it has to be; infinite for
   *     never
   * @param reached the share of the seeds with which that was so at all
   * @param epochs how many it took until it had nothing left
   */
  public record Search(
      String title, List<After> after, Quartiles epochsToBest, double reached, Quartiles epochs) {
    public Search {
      after = List.copyOf(after);
    }

    static Search of(ReplayedSearch search, int epochs, double needed, Goal goal) {
      return new Search(
          search.title(),
          DoubleStream.of(SHARES)
              .mapToObj(
                  share -> {
                    int spent = (int) Math.round(share * epochs);
                    return new After(share, spent, search.best(spent, goal));
                  })
              .toList(),
          search.epochsTo(needed, goal),
          search.reached(needed, goal),
          search.epochs());
    }
  }

  /**
   * A point on the way.
   *
   * @param share of the epochs of all runs
   * @param epochs the same in epochs
   * @param best the best value by then
   */
  public record After(double share, int epochs, Quartiles best) {}
}
