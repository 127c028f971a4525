package dev.trawl.analysis;

import dev.trawl.sweep.MetricKind;
import dev.trawl.track.Metric;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A run's metrics epoch by epoch. What a rule can't rely on counts as not recorded: a metric
 * without exactly one finite value for each epoch, and an accuracy that is no fraction.
 */
final class RunCurves {
  private final Map<String, double[]> curves = new HashMap<>();
  private final int epochs;

  /**
   * @param metrics of the run, in any order, those of the test among them
   * @param epochs how many it has recorded
   */
  RunCurves(Collection<Metric> metrics, int epochs) {
    this.epochs = epochs;
    Set<String> odd = new HashSet<>();
    for (Metric point : metrics) {
      double[] curve = curves.computeIfAbsent(point.key(), key -> unrecorded(epochs));
      if (point.step() < 1 || point.step() > epochs || !Double.isNaN(curve[index(point)])) {
        odd.add(point.key());
      } else {
        curve[index(point)] = point.value();
      }
    }
    curves.keySet().removeAll(odd);
    curves.entrySet().removeIf(curve -> !isWhole(curve.getKey(), curve.getValue()));
  }

  private static double[] unrecorded(int epochs) {
    double[] curve = new double[epochs];
    Arrays.fill(curve, Double.NaN);
    return curve;
  }

  private static int index(Metric point) {
    return (int) point.step() - 1;
  }

  private static boolean isWhole(String key, double[] curve) {
    boolean isFraction = MetricKind.of(key).isFraction();
    for (double value : curve) {
      if (!Double.isFinite(value) || (isFraction && (value < 0 || value > 1))) {
        return false;
      }
    }
    return true;
  }

  int epochs() {
    return epochs;
  }

  /** By epoch, the first at 0; empty where it is not recorded. */
  Optional<double[]> of(String key) {
    return Optional.ofNullable(curves.get(key));
  }

  /** The first epoch, from 0, of the second half: of an odd number the half with the middle. */
  int secondHalf() {
    return epochs / 2;
  }

  /** The value in the middle of the last three. */
  static double settled(double[] curve) {
    double[] last = Arrays.copyOfRange(curve, Math.max(0, curve.length - 3), curve.length);
    Arrays.sort(last);
    return last[last.length / 2];
  }

  /** Where the first of the least values is, from 0. */
  static int lowest(double[] curve) {
    int lowest = 0;
    for (int i = 1; i < curve.length; i++) {
      lowest = curve[i] < curve[lowest] ? i : lowest;
    }
    return lowest;
  }
}
