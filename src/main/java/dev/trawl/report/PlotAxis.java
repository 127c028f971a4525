package dev.trawl.report;

import dev.trawl.analysis.Accuracies;
import dev.trawl.analysis.NumberText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * An axis of a plot.
 *
 * @param from less than {@code to}; both are finite, and above 0 on a logarithmic one
 * @param whole whether only whole numbers are marked
 * @param text how a value reads
 */
record PlotAxis(
    String name, double from, double to, boolean log, boolean whole, DoubleFunction<String> text) {
  private static final int TICKS = 5;

  private static final int MILLIONTHS = 5;

  /** Of how many quartile distances a value may lie outside before it is cut off. */
  private static final double FAR = 3;

  /** Over all of some values, of which one at least is finite. */
  static PlotAxis over(String name, double[] values, boolean log, DoubleFunction<String> text) {
    double[] sorted = finite(values, log);
    return between(name, sorted[0], sorted[sorted.length - 1], log, text);
  }

  /**
   * Over some values but for those far outside, which would press all others on a line: those
   * beyond three times the distance of the quartiles.
   */
  static PlotAxis robust(String name, double[] values, DoubleFunction<String> text) {
    double[] sorted = finite(values, false);
    double low = sorted[(sorted.length - 1) / 4];
    double high = sorted[(3 * sorted.length - 1) / 4];
    double far = FAR * (high - low);
    double[] near =
        Arrays.stream(sorted)
            .filter(value -> far == 0 || (value >= low - far && value <= high + far))
            .toArray();
    return between(name, near[0], near[near.length - 1], false, text);
  }

  /** Over numbers that count something, such as epochs. */
  static PlotAxis counting(String name, double[] values) {
    PlotAxis over = over(name, values, false, PlotAxis::number);
    return new PlotAxis(name, over.from, over.to, false, true, over.text);
  }

  /** Whether an axis over some values can be drawn. */
  static boolean has(double[] values, boolean log) {
    return finite(values, log).length > 0;
  }

  private static double[] finite(double[] values, boolean log) {
    DoubleStream drawn = Arrays.stream(values).filter(Double::isFinite);
    return (log ? drawn.filter(value -> value > 0) : drawn).sorted().toArray();
  }

  private static PlotAxis between(
      String name, double from, double to, boolean log, DoubleFunction<String> text) {
    if (log) {
      double room = from == to ? 2 : Math.pow(10, 0.04 * decades(from, to));
      double least = Math.max(from / room, Double.MIN_VALUE);
      return new PlotAxis(name, least, Math.min(to * room, Double.MAX_VALUE), true, false, text);
    }
    double room = from == to ? Math.max(Math.abs(from) / 10, 1e-3) : (to - from) * 0.04;
    double least = Math.max(from - room, -Double.MAX_VALUE);
    return new PlotAxis(name, least, Math.min(to + room, Double.MAX_VALUE), false, false, text);
  }

  /** Finite even where the quotient isn't. */
  private static double decades(double from, double to) {
    return Math.log10(to) - Math.log10(from);
  }

  boolean contains(double value) {
    return value >= from && value <= to;
  }

  /** Where a value lies, from 0 to 1; the nearer end for what is beyond. */
  double share(double value) {
    double inside = Math.max(from, Math.min(to, value));
    if (log) {
      return decades(from, inside) / decades(from, to);
    }
    double span = to - from;
    return Double.isFinite(span)
        ? (inside - from) / span
        : (inside / 2 - from / 2) / (to / 2 - from / 2);
  }

  /** Values with few digits, ascending; the ends where there are none between doubles. */
  List<Double> ticks() {
    if (log && decades(from, to) >= 1) {
      List<Double> ticks = new ArrayList<>();
      int every = (int) Math.ceil(decades(from, to) / TICKS);
      for (int power = (int) Math.ceil(Math.log10(from));
          Math.pow(10, power) <= to;
          power += every) {
        ticks.add(Math.pow(10, power));
      }
      return ticks;
    }
    double rough = whole ? Math.max(1, (to - from) / TICKS) : (to - from) / TICKS;
    double power = Math.pow(10, Math.floor(Math.log10(rough)));
    double step =
        DoubleStream.of(1, 2, 5, 10)
            .map(each -> each * power)
            .filter(each -> each >= rough)
            .findFirst()
            .orElse(rough);
    if (!(step > 0) || !Double.isFinite(step)) {
      return List.of(from, to);
    }
    long first = (long) Math.ceil(from / step);
    return LongStream.rangeClosed(first, first + TICKS)
        .mapToDouble(i -> i * step)
        .filter(this::contains)
        .distinct()
        .boxed()
        .toList();
  }

  /** How values of a metric read: accuracies in per cent, as many digits as the others need. */
  static String percent(double value) {
    return Accuracies.threshold(value);
  }

  /** Beside the axis there is room for some seven characters. */
  static String number(double value) {
    double size = Math.abs(value);
    if (size >= 1e6 && size < 1e9) {
      return NumberText.of(value / 1e6, MILLIONTHS) + " M";
    }
    return size >= 1000 && size < 1e6 && value == Math.rint(value)
        ? String.format(Locale.ROOT, "%,.0f", value)
        : NumberText.of(value);
  }
}
