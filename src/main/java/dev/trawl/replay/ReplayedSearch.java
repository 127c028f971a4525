package dev.trawl.replay;

import dev.trawl.runner.SearchTrace;
import dev.trawl.sweep.Goal;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * One search over recorded runs with different seeds.
 *
 * @param title for people
 */
public record ReplayedSearch(String title, List<SearchTrace> traces) {
  public ReplayedSearch {
    traces = List.copyOf(traces);
  }

  /** The best values after so many epochs; without one yet, infinitely bad. */
  public Quartiles best(int spent, Goal goal) {
    double worst = goal == Goal.MAXIMIZE ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    return quartiles(
        trace -> {
          double best = trace.best(spent);
          return Double.isNaN(best) ? worst : best;
        });
  }

  /** After how many epochs a value was there, or a better one; infinite for never. */
  public Quartiles epochsTo(double value, Goal goal) {
    return quartiles(trace -> epochsTo(trace, value, goal));
  }

  /** The share of the seeds with which a value was there at all, or a better one. */
  public double reached(double value, Goal goal) {
    long count =
        traces.stream().filter(trace -> Double.isFinite(epochsTo(trace, value, goal))).count();
    return (double) count / traces.size();
  }

  /** How many epochs it took in all. */
  public Quartiles epochs() {
    return quartiles(SearchTrace::epochs);
  }

  private static double epochsTo(SearchTrace trace, double value, Goal goal) {
    return trace.improvements().stream()
        .filter(each -> !goal.better(value, each.value()))
        .mapToDouble(SearchTrace.Improvement::epochs)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private Quartiles quartiles(ToDoubleFunction<SearchTrace> number) {
    return Quartiles.of(traces.stream().mapToDouble(number).toArray());
  }
}
