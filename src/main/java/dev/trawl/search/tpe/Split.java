package dev.trawl.search.tpe;

import dev.trawl.search.Trial;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Imputation;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs as good ones and the others, either by number.
 *
 * <p>Good are the best ⌈0.15 n⌉ of the n that have a value, at most 25: finished ones by their best
 * value, then those that were ended or wait on the way, by how far they came and their value there.
 * All others are bad, among them those that failed or measured no number, and those that are
 * running on no value yet: near them nothing new is to be learnt.
 *
 * @param goodWeights how much each good run counts: its lead over the best finished one of the bad;
 *     the same for all where that can't be compared, as between epochs
 * @param measured how many have a value
 */
record Split(List<Trial> good, List<Trial> bad, List<Double> goodWeights, int measured) {
  private static final double GOOD_SHARE = 0.15;
  private static final int MOST_GOOD = 25;
  private static final double LEAST_WEIGHT = 1e-12;

  /** So many runs are drawn at random, unless as many have a value before. */
  private static final int START_UP = 10;

  /** So many runs have to have a value, where those after the first are proposed on few results. */
  private static final int LEAST_MEASURED = 3;

  /**
   * A run by what it is ranked by.
   *
   * @param epoch of the value; one more than any for a finished run
   */
  private record Ranked(Trial trial, int epoch, double value) {
    boolean finished() {
      return epoch == Integer.MAX_VALUE;
    }
  }

  static Split of(List<Trial> trials, Goal goal, Imputation imputation) {
    List<Ranked> ranked = new ArrayList<>();
    for (Trial trial : trials) {
      Ranked measured = rank(trial, goal, imputation);
      if (measured != null) {
        ranked.add(measured);
      }
    }
    Comparator<Ranked> furthest = Comparator.comparingInt(Ranked::epoch).reversed();
    ranked.sort(
        furthest
            .thenComparing(
                Ranked::value,
                goal == Goal.MAXIMIZE ? Comparator.reverseOrder() : Comparator.naturalOrder())
            .thenComparingInt(each -> each.trial().run()));
    int count = Math.min(MOST_GOOD, (int) Math.ceil(GOOD_SHARE * ranked.size()));
    List<Ranked> good = new ArrayList<>(ranked.subList(0, count));
    good.sort(Comparator.comparingInt(each -> each.trial().run()));
    Set<Trial> chosen = Collections.newSetFromMap(new IdentityHashMap<>());
    good.forEach(each -> chosen.add(each.trial()));
    return new Split(
        good.stream().map(Ranked::trial).toList(),
        trials.stream().filter(trial -> !chosen.contains(trial)).toList(),
        weights(good, count < ranked.size() ? ranked.get(count) : null),
        ranked.size());
  }

  /** Whether it is enough to propose a run on, rather than to draw it at random. */
  boolean teaches(int run) {
    return measured >= (run > START_UP ? LEAST_MEASURED : START_UP);
  }

  /** Null without a value that is a number. */
  private static @Nullable Ranked rank(Trial trial, Goal goal, Imputation imputation) {
    if (trial.values().isEmpty()) {
      return null;
    }
    Imputation.Value imputed =
        switch (trial.status()) {
          case FAILED -> imputation.failed();
          case RUNNING -> imputation.running();
          case FINISHED, PRUNED, PAUSED, KILLED, INTERRUPTED, SCHEDULED -> null;
        };
    if (imputed != null) {
      double value = imputed(trial, goal, imputed);
      return Double.isFinite(value) ? new Ranked(trial, Integer.MAX_VALUE, value) : null;
    }
    int last = trial.values().lastKey();
    Ranked ranked =
        trial.status() == RunStatus.FINISHED
            ? new Ranked(trial, Integer.MAX_VALUE, trial.best(goal))
            : new Ranked(trial, last, trial.values().getOrDefault(last, Double.NaN));
    return Double.isFinite(ranked.value()) ? ranked : null;
  }

  /** NaN where it counts as worse than all others. */
  private static double imputed(Trial trial, Goal goal, Imputation.Value by) {
    return switch (by) {
      case WORST -> Double.NaN;
      case BEST -> trial.best(goal);
      case LATEST ->
          trial.values().values().stream()
              .filter(Double::isFinite)
              .reduce(Double.NaN, (before, last) -> last);
    };
  }

  /**
   * @param next the best of the bad
   */
  private static List<Double> weights(List<Ranked> good, @Nullable Ranked next) {
    if (next == null || !next.finished()) {
      return Collections.nCopies(good.size(), 1.0);
    }
    // The next one has finished, and so have all before it.
    return good.stream()
        .map(each -> Math.max(LEAST_WEIGHT, Math.abs(each.value() - next.value())))
        .toList();
  }
}
