package dev.trawl.analysis;

import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Interval;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Accuracies as what they are: counts of images predicted right. */
public final class Accuracies {
  /** Less is shown as 0.00 %. */
  private static final double LEAST_SHOWN = 0.00005;

  private Accuracies() {}

  /**
   * How many images a metric is measured on; empty for a metric that is no accuracy, and for a
   * sweep without a data set.
   */
  static Optional<Integer> images(String key, Sweep sweep) {
    return switch (key) {
      case Metric.TRAIN_ACCURACY -> sweep.dataset().map(DatasetInfo::trainImages);
      case Metric.VAL_ACCURACY -> sweep.dataset().map(DatasetInfo::validationImages);
      case Metric.TEST_ACCURACY -> sweep.dataset().map(DatasetInfo::testImages);
      default -> Optional.empty();
    };
  }

  /** On how many images each accuracy is measured, by metric; nothing without a data set. */
  public static Map<String, Integer> images(Sweep sweep) {
    Map<String, Integer> images = new LinkedHashMap<>();
    for (String key : List.of(Metric.TRAIN_ACCURACY, Metric.VAL_ACCURACY, Metric.TEST_ACCURACY)) {
      images(key, sweep).ifPresent(total -> images.put(key, total));
    }
    return images;
  }

  /** The 95 % Wilson interval of an accuracy; empty where there is no such number. */
  public static Optional<Interval> interval(String key, double accuracy, Sweep sweep) {
    return images(key, sweep)
        .filter(total -> total > 0 && accuracy >= 0 && accuracy <= 1)
        .map(total -> Interval.wilson(Math.round(accuracy * total), total));
  }

  /** How many classes the images are of; 0 where it is not known. */
  static int classes(Sweep sweep) {
    return sweep.dataset().map(dataset -> dataset.labels().size()).orElse(0);
  }

  /** Whether guessing may give a run's validation accuracy; false where that is not known. */
  static boolean isChance(Run run, Sweep sweep) {
    int classes = classes(sweep);
    return classes > 0
        && interval(Metric.VAL_ACCURACY, Comparison.value(run, Metric.VAL_ACCURACY), sweep)
            .filter(interval -> interval.low() <= 1.0 / classes)
            .isPresent();
  }

  /** The interval of each accuracy that the run has, by metric. */
  public static Map<String, Interval> intervals(Run run, Sweep sweep) {
    Map<String, Interval> intervals = new LinkedHashMap<>();
    run.metrics()
        .forEach(
            (key, value) ->
                interval(key, value, sweep).ifPresent(found -> intervals.put(key, found)));
    return intervals;
  }

  /**
   * How many of the thresholds an accuracy reaches.
   *
   * @param thresholds ascending
   */
  public static int band(double accuracy, List<Double> thresholds) {
    return (int) thresholds.stream().filter(threshold -> accuracy >= threshold).count();
  }

  /** A band in words, such as {@code below 98 %}, {@code 98 to 99 %} or {@code 99 % and above}. */
  public static String bandName(int band, List<Double> thresholds) {
    if (thresholds.isEmpty()) {
      return "any accuracy";
    }
    if (band == 0) {
      return "below " + threshold(thresholds.get(0));
    }
    String reached = threshold(thresholds.get(band - 1));
    return band == thresholds.size()
        ? reached + " and above"
        : reached.replace(" %", "") + " to " + threshold(thresholds.get(band));
  }

  /** A threshold as a percentage without needless digits, such as {@code 98 %}. */
  public static String threshold(double fraction) {
    String digits = String.format(Locale.ROOT, "%.4f", 100 * fraction);
    return digits.replaceAll("\\.?0+$", "") + " %";
  }

  /** The same of a share of something that there may be none of: a dash for NaN. */
  public static String share(double fraction) {
    return Double.isNaN(fraction) ? "–" : percent(fraction);
  }

  /** An accuracy as a percentage with two digits, such as {@code 99.12 %}. */
  public static String percent(double fraction) {
    boolean nothing = Math.abs(fraction) < LEAST_SHOWN; // without the sign that -0.0 has
    return String.format(Locale.ROOT, "%.2f %%", nothing ? 0.0 : 100 * fraction);
  }
}
