package dev.trawl.report;

import static dev.trawl.report.ReportText.tip;

import dev.trawl.analysis.Accuracies;
import dev.trawl.analysis.Comparison;
import dev.trawl.analysis.CurveSampling;
import dev.trawl.report.Plot.Point;
import dev.trawl.svg.Svg.Ink;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All runs of a sweep together: their values in order, and their curves. */
final class SweepCharts {
  /** More dots or lines than these, nobody tells apart. */
  static final int MOST_DOTS = 1000;

  /** In what order runs are that a metric chooses between. */
  static final String BEST_FIRST = "best to the worst";

  private static final int MOST_LINES = 60;
  private static final int MOST_POINTS = 100;
  private static final int WIDTH = 520;
  private static final int HEIGHT = 270;

  private final ReportSource source;
  private final Objective metric;
  private final List<Run> measured;

  /**
   * @param measured the runs with a finite value of the metric, from best to worst
   */
  private SweepCharts(ReportSource source, Objective metric, List<Run> measured) {
    this.source = source;
    this.metric = metric;
    this.measured = measured;
  }

  static List<Chart> of(ReportSource source) {
    return source
        .sweep()
        .metric()
        .map(metric -> new SweepCharts(source, metric, measured(source, metric)))
        .filter(charts -> !charts.measured.isEmpty())
        .map(charts -> Stream.concat(charts.history().stream(), charts.curves().stream()).toList())
        .orElseGet(() -> unranked(source));
  }

  /** A picture for each metric of runs that nothing chooses between. */
  private static List<Chart> unranked(ReportSource source) {
    return source.unranked().entrySet().stream()
        .flatMap(
            each ->
                curves(source, each.getKey(), each.getValue(), source.runs(), "first to the last")
                    .stream())
        .toList();
  }

  /** The search's runs with a number, from best to worst. */
  static List<Run> measured(ReportSource source, Objective metric) {
    return Comparison.ranked(metric, source.runs()).stream()
        .filter(run -> !run.isOfFinals() && Double.isFinite(value(run, metric)))
        .toList();
  }

  static double value(Run run, Objective metric) {
    return run.metrics().getOrDefault(metric.name(), Double.NaN);
  }

  private List<Chart> history() {
    if (measured.size() < 2) {
      return List.of();
    }
    Sampled<Run> drawn = Sampled.evenly(measured, MOST_DOTS);
    double[] values = measured.stream().mapToDouble(run -> value(run, metric)).toArray();
    double[] numbers = measured.stream().mapToDouble(Run::number).toArray();
    PlotAxis y =
        PlotAxis.robust(ReportText.name(metric.name()), values, ReportText.axis(metric.name()));
    Plot plot =
        plot(
            source,
            metric.name(),
            "%s of %d runs by number, and the best so far".formatted(metric.name(), drawn.all()),
            PlotAxis.counting("run", numbers),
            y);
    List<Point> best = bestSoFar();
    if (!best.isEmpty()) {
      plot.line(best, Ink.SERIES2, 1.5, "the best so far");
    }
    for (Run run : drawn.kept()) {
      Ink ink = source.isBest(run) ? Ink.SERIES2 : Ink.SERIES1;
      plot.dot(new Point(run.number(), value(run, metric)), ink, 3, tip(run, metric.name()));
    }
    return List.of(
        chart(
            "Runs in their order",
            plot,
            "Orange is the best so far.",
            thresholds(source, metric.name()),
            drawn.note("runs", BEST_FIRST),
            beyond(values, y)));
  }

  /** Of the runs that have finished: no other can be the best. */
  private List<Point> bestSoFar() {
    List<Point> steps = new ArrayList<>();
    double best = Double.NaN;
    Goal goal = metric.goal();
    List<Run> ordered =
        measured.stream()
            .filter(run -> run.status() == RunStatus.FINISHED)
            .sorted((a, b) -> Integer.compare(a.number(), b.number()))
            .toList();
    for (Run run : ordered) {
      double value = value(run, metric);
      if (Double.isNaN(best) || goal.better(value, best)) {
        if (!steps.isEmpty()) {
          steps.add(new Point(run.number(), best));
        }
        best = value;
        steps.add(new Point(run.number(), best));
      }
    }
    if (!ordered.isEmpty()) {
      steps.add(new Point(ordered.get(ordered.size() - 1).number(), best));
    }
    return steps;
  }

  private Optional<Chart> curves() {
    return curves(source, metric.name(), source.curves(), measured, BEST_FIRST);
  }

  /**
   * @param order of the runs, in words
   */
  private static Optional<Chart> curves(
      ReportSource source,
      String key,
      Map<String, List<Metric>> curves,
      List<Run> runs,
      String order) {
    Function<Run, List<Point>> points =
        run -> points(curves.getOrDefault(run.id(), List.of()), source.sweep().thresholds());
    Sampled<Run> drawn =
        Sampled.evenly(
            runs.stream().filter(run -> points.apply(run).size() > 1).toList(), MOST_LINES);
    if (drawn.kept().isEmpty()) {
      return Optional.empty();
    }
    List<Point> all = drawn.kept().stream().map(points).flatMap(Collection::stream).toList();
    double[] values = all.stream().mapToDouble(Point::y).toArray();
    PlotAxis y = PlotAxis.robust(ReportText.name(key), values, ReportText.axis(key));
    String step = source.step();
    Plot plot =
        plot(
            source,
            key,
            "%s by %s of %d runs".formatted(key, step, drawn.kept().size()),
            PlotAxis.counting(step, all.stream().mapToDouble(Point::x).toArray()),
            y);
    // The best one last, on top of the others.
    for (int i = drawn.kept().size() - 1; i >= 0; i--) {
      Run run = drawn.kept().get(i);
      boolean best = source.isBest(run);
      plot.line(points.apply(run), best ? Ink.SERIES2 : Ink.SERIES0, best ? 2.5 : 1, tip(run, key));
    }
    return Optional.of(
        chart(
            source.sweep().metric().isPresent() ? "Curves" : ReportText.name(key),
            plot,
            drawn.kept().stream().anyMatch(source::isBest) ? "Orange is the best run." : "",
            thresholds(source, key),
            drawn.note("curves", order),
            beyond(values, y)));
  }

  /** The finite values of a curve, as many as can be seen. */
  static List<Point> points(List<Metric> curve, List<Double> levels) {
    List<Metric> finite = curve.stream().filter(each -> Double.isFinite(each.value())).toList();
    return CurveSampling.sample(finite, MOST_POINTS, levels).stream()
        .map(each -> new Point(each.step(), each.value()))
        .toList();
  }

  private static Plot plot(ReportSource source, String key, String title, PlotAxis x, PlotAxis y) {
    Plot plot = new Plot(title, x, y, WIDTH, HEIGHT);
    ReportText.levels(source.sweep(), key).forEach(plot::level);
    return plot;
  }

  private static String thresholds(ReportSource source, String key) {
    List<Double> levels = ReportText.levels(source.sweep(), key);
    return levels.isEmpty()
        ? ""
        : "Green lines are the thresholds, "
            + levels.stream().map(Accuracies::threshold).collect(Collectors.joining(", "))
            + ".";
  }

  private static Chart chart(String title, Plot plot, String... notes) {
    return new Chart(
        title,
        plot.render(),
        String.join(" ", Stream.of(notes).filter(note -> !note.isEmpty()).toList()));
  }

  /** How many values are drawn at the axis's end, for they lie beyond. */
  static String beyond(double[] values, PlotAxis y) {
    long beyond =
        Arrays.stream(values).filter(Double::isFinite).filter(value -> !y.contains(value)).count();
    return beyond == 0
        ? ""
        : "%,d far from the others %s drawn at the edge."
            .formatted(beyond, beyond == 1 ? "is" : "are");
  }
}
