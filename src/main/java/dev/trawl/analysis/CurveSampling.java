package dev.trawl.analysis;

import dev.trawl.track.Metric;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Fewer points of a long curve, so that what a chart shows of it stays true: its ends, its extremes
 * (the least and the greatest value of each of some equal parts), where it first reached each
 * level, and that a part has values that are not numbers. So the curve crosses a level in a part if
 * and only if the points kept of that part do.
 *
 * <p>The parts' extremes are what Jugel et al., "M4: A Visualization-Oriented Time Series Data
 * Aggregation" (VLDB 2014) keep, without the ends of each part.
 */
public final class CurveSampling {
  private CurveSampling() {}

  /**
   * Points of a curve, in its order.
   *
   * @param curve by step
   * @param most how many points, at least 2. Levels and extremes are left out when there is no room
   * @param levels such as thresholds
   */
  public static List<Metric> sample(List<Metric> curve, int most, List<Double> levels) {
    if (most < 2) {
      throw new IllegalArgumentException("need at least 2 points, found most=" + most);
    }
    return curve.size() <= most
        ? curve
        : new Sample(curve, most).with(levels).withExtremes().points();
  }

  private static final class Sample {
    private final List<Metric> curve;
    private final int most;
    private final TreeSet<Integer> kept = new TreeSet<>();

    Sample(List<Metric> curve, int most) {
      this.curve = curve;
      this.most = most;
      kept.add(0);
      kept.add(curve.size() - 1);
    }

    private double value(int index) {
      return curve.get(index).value();
    }

    Sample with(List<Double> levels) {
      for (double level : levels) {
        if (kept.size() < most) {
          keepFirst(0, curve.size(), index -> value(index) >= level);
        }
      }
      return this;
    }

    Sample withExtremes() {
      boolean numbers = curve.stream().noneMatch(point -> Double.isNaN(point.value()));
      int parts = (most - kept.size()) / (numbers ? 2 : 3);
      for (int part = 0; part < parts; part++) {
        keepExtremes(start(part, parts), start(part + 1, parts));
      }
      return this;
    }

    private int start(int part, int parts) {
      return (int) ((long) part * curve.size() / parts);
    }

    private void keepExtremes(int from, int to) {
      int least = -1;
      int greatest = -1;
      for (int index = from; index < to; index++) {
        if (!Double.isNaN(value(index))) {
          least = least < 0 || value(index) < value(least) ? index : least;
          greatest = greatest < 0 || value(index) > value(greatest) ? index : greatest;
        }
      }
      if (least >= 0) {
        kept.add(least);
        kept.add(greatest);
      }
      keepFirst(from, to, index -> Double.isNaN(value(index)));
    }

    private void keepFirst(int from, int to, IntPredicate condition) {
      IntStream.range(from, to).filter(condition).findFirst().ifPresent(kept::add);
    }

    List<Metric> points() {
      return kept.stream().map(curve::get).toList();
    }
  }
}
