package dev.trawl.report;

import static java.util.Comparator.comparingDouble;

import dev.trawl.analysis.Importance;
import dev.trawl.analysis.Importance.ParameterImportance;
import dev.trawl.analysis.ShownValue;
import dev.trawl.report.Plot.Point;
import dev.trawl.svg.Svg.Ink;
import dev.trawl.sweep.Distribution.Range;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Run;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** The metric over each parameter that varied, the most important first. */
final class ParameterCharts {
  private static final int MOST = 9;
  private static final int MOST_DOTS = 300;

  /** More values than these have no room for their names. */
  private static final int MOST_NAMES = 8;

  /** How many times the least the greatest of values is that a straight axis would squeeze. */
  private static final double FAR_APART = 20;

  private static final int NAME_LENGTH = 14;
  private static final int WIDTH = 420;
  private static final int HEIGHT = 240;

  private final ReportSource source;
  private final Objective metric;
  private final Sampled<Run> runs;

  private ParameterCharts(ReportSource source, Objective metric) {
    this.source = source;
    this.metric = metric;
    runs = Sampled.evenly(SweepCharts.measured(source, metric), MOST_DOTS);
  }

  static List<Chart> of(ReportSource source, Importance importance) {
    return source
        .sweep()
        .metric()
        .map(metric -> new ParameterCharts(source, metric))
        .map(
            charts ->
                importance.parameters().stream()
                    .map(ParameterImportance::name)
                    .flatMap(name -> charts.chart(name).stream())
                    .limit(MOST)
                    .toList())
        .orElse(List.of());
  }

  private Optional<Chart> chart(String name) {
    List<Run> having =
        runs.kept().stream().filter(run -> run.parameters().containsKey(name)).toList();
    List<Object> values = having.stream().map(run -> value(run, name)).distinct().toList();
    if (values.size() < 2) {
      return Optional.empty();
    }
    boolean real = values.stream().allMatch(Number.class::isInstance);
    boolean numbers = real && !(values.size() <= MOST_NAMES && isListed(name));
    Stream<Object> ordered =
        real
            ? values.stream().sorted(comparingDouble(value -> ((Number) value).doubleValue()))
            : values.stream();
    List<String> shown = ordered.map(ShownValue::parameter).distinct().toList();
    List<String> names = real ? shown : shown.stream().sorted().toList();
    if (!numbers && names.size() > MOST_NAMES) {
      return Optional.empty();
    }
    ToDoubleFunction<Run> x =
        numbers
            ? run -> ((Number) value(run, name)).doubleValue()
            : run -> names.indexOf(ShownValue.parameter(value(run, name)));
    double[] places = having.stream().mapToDouble(x).toArray();
    double[] results = having.stream().mapToDouble(run -> SweepCharts.value(run, metric)).toArray();
    boolean log = numbers && isLog(name, places);
    if (!PlotAxis.has(places, log)) {
      return Optional.empty();
    }
    boolean counts = !log && Arrays.stream(places).allMatch(value -> value == Math.rint(value));
    PlotAxis across =
        numbers
            ? counts
                ? PlotAxis.counting(ReportText.name(name), places)
                : PlotAxis.over(ReportText.name(name), places, log, PlotAxis::number)
            : new PlotAxis(
                ReportText.name(name),
                -0.5,
                names.size() - 0.5,
                false,
                true,
                place -> label(names, place));
    PlotAxis y = PlotAxis.robust(metric.name(), results, ReportText.axis(metric.name()));
    Plot plot = new Plot("%s over %s".formatted(metric.name(), name), across, y, WIDTH, HEIGHT);
    ReportText.levels(source.sweep(), metric.name()).forEach(plot::level);
    Stream<Run> bestLast =
        Stream.concat(
            having.stream().filter(run -> !source.isBest(run)),
            having.stream().filter(source::isBest));
    bestLast.forEach(
        run ->
            plot.dot(
                new Point(x.applyAsDouble(run), SweepCharts.value(run, metric)),
                source.isBest(run) ? Ink.SERIES2 : Ink.SERIES1,
                3,
                ReportText.tip(run, metric.name())
                    + ", "
                    + name
                    + " "
                    + ShownValue.parameter(value(run, name))));
    List<String> notes =
        new ArrayList<>(
            List.of(runs.note("runs", SweepCharts.BEST_FIRST), SweepCharts.beyond(results, y)));
    notes.removeIf(String::isEmpty);
    return Optional.of(new Chart(ReportText.name(name), plot.render(), String.join(" ", notes)));
  }

  private static Object value(Run run, String name) {
    return Objects.requireNonNull(run.parameters().get(name));
  }

  private static String label(List<String> names, double place) {
    boolean whole = place == Math.rint(place) && place >= 0 && place < names.size();
    String name = whole ? ReportText.name(names.get((int) place)) : "";
    return name.length() <= NAME_LENGTH ? name : name.substring(0, NAME_LENGTH - 1) + "…";
  }

  /** Whether the sweep's file lists its values, which then are choices. */
  private boolean isListed(String name) {
    return source
        .spec()
        .flatMap(spec -> Optional.ofNullable(spec.search().parameters().get(name)))
        .filter(distribution -> distribution.range().isEmpty())
        .isPresent();
  }

  /** As the sweep's file says; without one it is where most of the values would lie at one end. */
  private boolean isLog(String name, double[] values) {
    if (source.spec().isEmpty()) {
      double[] sorted = Arrays.stream(values).sorted().toArray();
      double greatest = sorted[sorted.length - 1];
      return sorted[0] > 0
          && greatest >= FAR_APART * sorted[0]
          && sorted[sorted.length / 2] < greatest / 4;
    }
    return source
        .spec()
        .flatMap(spec -> Optional.ofNullable(spec.search().parameters().get(name)))
        .flatMap(distribution -> distribution.range().map(Range::log))
        .orElse(false);
  }
}
