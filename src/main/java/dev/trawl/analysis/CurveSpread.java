package dev.trawl.analysis;

import dev.trawl.track.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the curves of many runs spread: below each line lies a share of those that have a value at
 * its step. Immutable.
 *
 * @param share from 0 to 1
 */
public record CurveSpread(double share, List<Point> points) {
  private static final List<Double> SHARES = List.of(0.05, 0.25, 0.5, 0.75, 0.95);

  /** Fewer say nothing of how they spread. */
  private static final int FEWEST = 5;

  public CurveSpread {
    points = List.copyOf(points);
  }

  /** A step and the value below which the share is. */
  public record Point(long step, double value) {}

  /** Lines at 5, 25, 50, 75 and 95 %, by the nearest rank; without values that are not finite. */
  public static List<CurveSpread> of(Collection<List<Metric>> curves) {
    SortedMap<Long, List<Double>> bySteps = new TreeMap<>();
    for (List<Metric> curve : curves) {
      for (Metric metric : curve) {
        if (Double.isFinite(metric.value())) {
          bySteps.computeIfAbsent(metric.step(), step -> new ArrayList<>()).add(metric.value());
        }
      }
    }
    bySteps.values().removeIf(values -> values.size() < FEWEST);
    bySteps.values().forEach(Collections::sort);
    if (bySteps.isEmpty()) {
      return List.of();
    }
    return SHARES.stream().map(share -> line(share, bySteps)).toList();
  }

  private static CurveSpread line(double share, SortedMap<Long, List<Double>> bySteps) {
    List<Point> points = new ArrayList<>();
    bySteps.forEach(
        (step, values) -> {
          int rank = (int) Math.ceil(share * values.size());
          points.add(new Point(step, values.get(Math.max(0, rank - 1))));
        });
    return new CurveSpread(share, points);
  }
}
