package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Range;
import dev.trawl.sweep.Match;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Values of a distribution that stand for all others, as far as conditions tell these apart. */
final class StandIns {
  private StandIns() {}

  /**
   * All that are listed. Of a range one between any two numbers at which a condition changes; where
   * it is of multiples, those beside these numbers too. A single real number is never drawn.
   */
  static List<Object> of(Distribution distribution, List<Match> matches) {
    if (!distribution.listed().isEmpty()) {
      return distribution.listed();
    }
    double step = distribution.step();
    List<Double> cuts = List.copyOf(cuts(distribution, matches));
    Set<Object> values = new LinkedHashSet<>();
    for (int i = 0; i < cuts.size(); i++) {
      double cut = cuts.get(i);
      if (i > 0) {
        add(cuts.get(i - 1) / 2 + cut / 2, distribution, values);
      }
      if (step > 0) {
        add(cut - step, distribution, values);
        add(cut, distribution, values);
        add(cut + step, distribution, values);
      }
    }
    return List.copyOf(values);
  }

  private static void add(double x, Distribution distribution, Set<Object> values) {
    Object value = distribution.nearest(x);
    double number = ((Number) value).doubleValue();
    boolean within =
        distribution
            .range()
            .map(range -> number >= range.min() && number <= range.max())
            .orElse(true);
    if (within) {
      values.add(value);
    }
  }

  /** Its ends, and where a condition changes between them. */
  private static Set<Double> cuts(Distribution distribution, List<Match> matches) {
    Set<Double> cuts = new TreeSet<>();
    distribution.samples().forEach(each -> cuts.add(((Number) each).doubleValue()));
    matches.forEach(match -> cuts.addAll(match.cuts()));
    List<Double> all = new ArrayList<>(cuts);
    double least = all.get(0);
    double greatest = all.get(all.size() - 1);
    Range range =
        distribution
            .range()
            .orElse(new Range(2 * least - greatest, 2 * greatest - least, false, false));
    cuts.add(range.min());
    cuts.add(range.max());
    cuts.removeIf(cut -> cut < range.min() || cut > range.max());
    return cuts;
  }
}
