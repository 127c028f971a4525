package dev.trawl.search;

import dev.trawl.sweep.Goal;
import dev.trawl.track.RungRank;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
        return new RungRank(epoch, value(i), threshold(places), i + 1, trials.size());
      }
    }
    throw new IllegalArgumentException(
        "need a run that has reached epoch %d, found %d".formatted(epoch, run));
  }

  /**
   * Where a value stands, whosever it is: behind those that are better.
   *
   * @param threshold what it had to reach
   */
  public RungRank rank(double value, double threshold, Goal goal) {
    int better = (int) trials.stream().filter(one -> goal.better(value(one, epoch), value)).count();
    return new RungRank(epoch, value, threshold, better + 1, trials.size());
  }

  /** These, and a run that was not among them. */
  public Rung with(Trial run, Goal goal) {
    return of(Stream.concat(trials.stream(), Stream.of(run)).toList(), epoch, goal);
  }

  /** The value of a place, from 0, the best. */
  public double value(int place) {
    return value(trials.get(place), epoch);
  }

  private @Nullable Double threshold(int places) {
    return places < 1 ? null : (Double) value(Math.min(places, trials.size()) - 1);
  }

  private static double value(Trial trial, int epoch) {
    return trial.values().getOrDefault(epoch, Double.NaN);
  }
}
