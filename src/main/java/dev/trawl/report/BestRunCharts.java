package dev.trawl.report;

import dev.trawl.report.Plot.Point;
import dev.trawl.svg.Svg.Ink;
import dev.trawl.track.Metric;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The best run's curves: a metric in a picture, that of training and of validation in one. */
final class BestRunCharts {
  private static final String TRAINING = "train_";
  private static final String VALIDATION = "val_";

  private static final int MOST = 6;
  private static final int WIDTH = 420;
  private static final int HEIGHT = 230;

  private BestRunCharts() {}

  static List<Chart> of(ReportSource source) {
    return source
        .best()
        .map(
            best -> {
              Map<String, List<Metric>> curves =
                  best.metrics().stream()
                      .collect(
                          Collectors.groupingBy(
                              Metric::key, LinkedHashMap::new, Collectors.toList()));
              String first = source.sweep().metric().map(it -> shared(it.name())).orElse("");
              return pictures(curves).entrySet().stream()
                  .filter(each -> each.getKey().equals(first) || changes(each.getValue()))
                  .sorted(
                      Comparator.comparing(
                              (Map.Entry<String, Map<String, List<Point>>> each) ->
                                  !each.getKey().equals(first))
                          .thenComparing(each -> each.getValue().size() == 1))
                  .limit(MOST)
                  .map(each -> chart(source, each.getKey(), each.getValue()))
                  .toList();
            })
        .orElse(List.of());
  }

  /** The curves of more than one point, by the name that they share. */
  private static Map<String, Map<String, List<Point>>> pictures(Map<String, List<Metric>> curves) {
    Map<String, Map<String, List<Point>>> pictures = new LinkedHashMap<>();
    curves.forEach(
        (key, curve) -> {
          List<Point> points = SweepCharts.points(curve, List.of());
          if (points.size() > 1) {
            pictures.computeIfAbsent(shared(key), name -> new LinkedHashMap<>()).put(key, points);
          }
        });
    return pictures;
  }

  /** A size or a rate that stays the same is said in a word. */
  private static boolean changes(Map<String, List<Point>> lines) {
    return lines.values().stream()
        .anyMatch(points -> points.stream().mapToDouble(Point::y).distinct().count() > 1);
  }

  private static String shared(String key) {
    for (String part : List.of(TRAINING, VALIDATION)) {
      if (key.startsWith(part)) {
        return key.substring(part.length());
      }
    }
    return key;
  }

  private static Chart chart(ReportSource source, String name, Map<String, List<Point>> lines) {
    List<Point> all = lines.values().stream().flatMap(Collection::stream).toList();
    double[] values = all.stream().mapToDouble(Point::y).toArray();
    String first = lines.keySet().iterator().next();
    PlotAxis y = PlotAxis.over("", values, false, ReportText.axis(first));
    String step = source.step();
    PlotAxis x = PlotAxis.counting(step, all.stream().mapToDouble(Point::x).toArray());
    List<String> keys = new ArrayList<>(lines.keySet());
    Plot plot =
        new Plot(
            "%s of the best run by %s".formatted(String.join(" and ", keys), step),
            x,
            y,
            WIDTH,
            HEIGHT);
    ReportText.levels(source.sweep(), first).forEach(plot::level);
    lines.forEach(
        (key, points) ->
            plot.line(
                points,
                key.startsWith(TRAINING) ? Ink.SERIES0 : Ink.SERIES1,
                2,
                ReportText.name(key)));
    String key = lines.size() == 1 ? "" : "Grey is training, blue is validation.";
    return new Chart(ReportText.name(lines.size() == 1 ? first : name), plot.render(), key);
  }
}
