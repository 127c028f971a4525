package dev.trawl.search;

import dev.trawl.sweep.Goal;
import dev.trawl.track.RungRank;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * The runs that have a value at an epoch, compared by it.
 *
 * @param epoch from 1
 * @param trials the best first, those with NaN last; equal ones by number
 */
public record Rung(int epoch, List<Trial> trials) {
  public Rung {
    trials = List.copyOf(trials);
  }

  /** The rung at an epoch, of those of some runs that have reached it. */
  public static Rung of(Collection<Trial> trials, int epoch, Goal goal) {
    Comparator<Trial> byValue =
        (one, other) -> {
          double first = value(one, epoch);
          double second = value(other, epoch);
          return goal.better(first, second) ? -1 : goal.better(second, first) ? 1 : 0;
        };
    return new Rung(
        epoch,
        trials.stream()
            .filter(trial -> trial.values().containsKey(epoch))
            .sorted(byValue.thenComparingInt(Trial::run))
            .toList());
  }

  /**
   * A run's place.
   *
   * @param run one of these
   * @param places how many of the best go on: the last one's value is the threshold
   * @throws IllegalArgumentException for a run that is not here
   */
  public RungRank rank(int run, int places) {
    for (int i = 0; i < trials.size(); i++) {
      if (trials.get(i).run() == run) {
        Double threshold =
            places < 1 ? null : (Double) value(trials.get(Math.min(places, trials.size()) - 1));
        return new RungRank(epoch, value(trials.get(i)), threshold, i + 1, trials.size());
      }
    }
    throw new IllegalArgumentException(
        "need a run that has reached epoch %d, found %d".formatted(epoch, run));
  }

  private double value(Trial trial) {
    return value(trial, epoch);
  }

  private static double value(Trial trial, int epoch) {
    return trial.values().getOrDefault(epoch, Double.NaN);
  }
}
