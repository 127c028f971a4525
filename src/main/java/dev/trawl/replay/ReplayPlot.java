package dev.trawl.replay;

import dev.trawl.svg.Svg;
import dev.trawl.svg.Svg.Anchor;
import dev.trawl.svg.Svg.Ink;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.MetricKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Searches over recorded runs as a picture: how far their best value is from the best recorded one,
 * over the epochs spent, both on logarithmic axes; medians as lines, quartiles as shades.
 */
public final class ReplayPlot {
  private static final int LEFT = 70;
  private static final int TOP = 44;
  private static final int WIDTH = 620;
  private static final int HEIGHT = 300;
  private static final int STEPS = 100;

  private final ReplayReport report;
  private final List<ReplayedSearch> searches;
  private final Goal goal;
  private final double unit;

  /** How far the axes reach: epochs from and to, and distances from and to, in shown units. */
  private final double firstEpoch;

  private final double least;
  private final double greatest;

  /**
   * @param searches those that the report is of
   */
  public ReplayPlot(ReplayReport report, List<ReplayedSearch> searches, Goal goal) {
    this.report = report;
    this.searches = List.copyOf(searches);
    this.goal = goal;
    unit = MetricKind.of(report.metric()).isFraction() ? 100 : 1;
    firstEpoch = Math.max(1, Math.min(10, report.epochs() / 10));
    least = report.within() > 0 ? unit * report.within() / 4 : unit * 1e-4;
    greatest = Math.max(10 * least, farthest());
  }

  /** The distance of the first search's median at the left end. */
  private double farthest() {
    double farthest = 0;
    for (ReplayedSearch search : searches) {
      double distance = distance(search.best((int) firstEpoch, goal).median());
      farthest = Double.isFinite(distance) ? Math.max(farthest, distance) : farthest;
    }
    return Math.min(farthest, 1e4 * least);
  }

  /** The picture's text. */
  public String render() {
    String distance =
        unit == 100
            ? "points of %s below the best recorded run".formatted(report.metric())
            : "%s, distance to the best recorded run".formatted(report.metric());
    Svg svg = new Svg(LEFT + WIDTH + 20, TOP + HEIGHT + 48, distance + " over epochs trained");
    axes(svg, distance);
    for (int i = 0; i < searches.size(); i++) {
      shade(svg, searches.get(i), Ink.ofSeries(i));
    }
    for (int i = 0; i < searches.size(); i++) {
      curve(svg, searches.get(i), Ink.ofSeries(i));
    }
    return svg.render();
  }

  private void axes(Svg svg, String distance) {
    for (double epochs : ticks(firstEpoch, report.epochs())) {
      svg.line(x(epochs), TOP, x(epochs), TOP + HEIGHT, Ink.GRID, 1)
          .text(x(epochs), TOP + HEIGHT + 16, Anchor.MIDDLE, "%,.0f".formatted(epochs));
    }
    for (double tick : ticks(least, greatest)) {
      svg.line(LEFT, y(tick), LEFT + WIDTH, y(tick), Ink.GRID, 1)
          .text(LEFT - 8, y(tick) + 4, Anchor.END, number(tick));
    }
    double within = unit * report.within();
    if (within > 0) {
      svg.line(LEFT, y(within), LEFT + WIDTH, y(within), Ink.INK, 1);
    }
    svg.text(
            LEFT + WIDTH / 2.0,
            TOP + HEIGHT + 38,
            Anchor.MIDDLE,
            "epochs trained in all (median and quartiles of %d seeds)".formatted(report.seeds()))
        .text(LEFT, TOP - 10, Anchor.START, distance);
    double key = LEFT;
    for (int i = 0; i < searches.size(); i++) {
      String title = searches.get(i).title();
      svg.mark(key + 5, TOP - 31, Ink.ofSeries(i)).text(key + 15, TOP - 27, Anchor.START, title);
      key += 40 + 6.5 * title.length();
    }
  }

  private void shade(Svg svg, ReplayedSearch search, Ink ink) {
    double[] points = new double[4 * STEPS];
    for (int i = 0; i < STEPS; i++) {
      int epochs = epochs(i);
      Quartiles best = search.best(epochs, goal);
      put(points, i, epochs, best.low());
      put(points, 2 * STEPS - 1 - i, epochs, best.high());
    }
    svg.shade(points, ink);
  }

  private void curve(Svg svg, ReplayedSearch search, Ink ink) {
    double[] points = new double[2 * STEPS];
    for (int i = 0; i < STEPS; i++) {
      put(points, i, epochs(i), search.best(epochs(i), goal).median());
    }
    svg.path(points, ink);
  }

  private void put(double[] points, int place, int epochs, double value) {
    points[2 * place] = x(epochs);
    points[2 * place + 1] = y(distance(value));
  }

  private int epochs(int step) {
    double share = (double) step / (STEPS - 1);
    return (int) Math.round(firstEpoch * Math.pow(report.epochs() / firstEpoch, share));
  }

  private double distance(double value) {
    return unit * Math.abs(report.best() - value);
  }

  private double x(double epochs) {
    return LEFT + WIDTH * share(epochs, firstEpoch, report.epochs());
  }

  private double y(double distance) {
    return TOP + HEIGHT * (1 - share(distance, least, greatest));
  }

  /** Where it lies between two others, by their logarithms; the ends for what is beyond. */
  private static double share(double value, double from, double to) {
    double inside = Math.max(from, Math.min(to, value));
    return to > from ? Math.log(inside / from) / Math.log(to / from) : 0;
  }

  /** 1, 2 and 5 times the powers of ten. */
  private static List<Double> ticks(double from, double to) {
    List<Double> ticks = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(from)); Math.pow(10, power) <= to; power++) {
      for (int digit : new int[] {1, 2, 5}) {
        double tick = digit * Math.pow(10, power);
        if (tick >= from && tick <= to) {
          ticks.add(tick);
        }
      }
    }
    return ticks;
  }

  private static String number(double tick) {
    return String.format(Locale.ROOT, "%.6f", tick).replaceAll("\\.?0+$", "");
  }
}
