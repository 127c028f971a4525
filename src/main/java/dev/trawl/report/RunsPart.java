package dev.trawl.report;

import dev.trawl.analysis.Comparison;
import dev.trawl.analysis.ShownValue;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The runs, a row each, from best to worst.
 *
 * @param same the parameters that are the same in all
 * @param note what is left out; empty when nothing is
 */
record RunsPart(List<Head> head, List<Row> rows, List<Fact> same, String note) {
  private static final int MOST = 200;

  /** A table of more columns can't be read. */
  private static final int MOST_METRICS = 8;

  /**
   * A column.
   *
   * @param kind {@code number} or {@code text}
   */
  record Head(String name, String kind) {}

  record Row(String kind, List<Cell> cells) {}

  record Cell(String text, String kind) {}

  private record Column(Head head, Function<Run, String> cell) {}

  static RunsPart of(ReportSource source) {
    Sweep sweep = source.sweep();
    List<Run> runs =
        sweep
            .metric()
            .map(metric -> Comparison.ranked(metric, source.runs()))
            .orElse(source.runs());
    List<Run> shown = runs.subList(0, Math.min(MOST, runs.size()));
    List<Column> columns = columns(source, runs);
    return new RunsPart(
        columns.stream().map(Column::head).toList(),
        shown.stream()
            .map(
                run ->
                    new Row(
                        source.isBest(run) ? "best" : "",
                        columns.stream()
                            .map(each -> new Cell(each.cell.apply(run), each.head.kind))
                            .toList()))
            .toList(),
        same(runs),
        shown.size() == runs.size()
            ? ""
            : "The best %,d of %,d runs.".formatted(shown.size(), runs.size()));
  }

  private static List<Column> columns(ReportSource source, List<Run> runs) {
    Sweep sweep = source.sweep();
    Map<String, Integer> numbers =
        runs.stream().collect(Collectors.toMap(Run::id, Run::number, (a, b) -> a));
    List<Column> columns = new ArrayList<>();
    columns.add(number("run", run -> Integer.toString(run.number())));
    if (runs.stream().anyMatch(Run::isOfFinals)) {
      columns.add(
          number(
              "final of",
              run -> run.isOfFinals() ? Objects.toString(numbers.get(run.parent()), "?") : ""));
    }
    if (runs.stream().anyMatch(run -> run.status() != RunStatus.FINISHED)) {
      columns.add(text("status", run -> run.status().name().toLowerCase(Locale.ROOT)));
    }
    for (String name : varying(runs)) {
      columns.add(
          number(ReportText.name(name), run -> ReportText.value(run.parameters().get(name))));
    }
    if (runs.stream().anyMatch(run -> run.epochs() > 0)) {
      columns.add(
          number(
              Run.epochWord(runs) + "s", run -> String.format(Locale.ROOT, "%,d", run.epochs())));
    }
    columns.add(
        number("seconds", run -> String.format(Locale.ROOT, "%,.1f", run.timing().seconds())));
    for (String key : metrics(sweep, runs)) {
      columns.add(
          number(ReportText.name(key), run -> ShownValue.metric(key, run.metrics().get(key))));
    }
    if (runs.stream().anyMatch(run -> run.metrics().containsKey(Metric.TEST_ACCURACY))) {
      columns.add(number("test_accuracy (95 %)", run -> ReportText.test(run, sweep)));
    }
    if (runs.stream().anyMatch(run -> run.reason() != null)) {
      columns.add(
          text("reason", run -> ReportText.name(Objects.requireNonNullElse(run.reason(), ""))));
    }
    return columns;
  }

  private static Column number(String name, Function<Run, String> cell) {
    return new Column(new Head(name, "number"), cell);
  }

  private static Column text(String name, Function<Run, String> cell) {
    return new Column(new Head(name, "text"), cell);
  }

  /** What chooses, and the accuracy of validation besides; where nothing chooses, what there is. */
  private static Set<String> metrics(Sweep sweep, List<Run> runs) {
    Set<String> measured = new TreeSet<>();
    runs.forEach(run -> measured.addAll(run.metrics().keySet()));
    Stream<String> keys =
        sweep
            .metric()
            .map(metric -> Stream.of(metric.name(), Metric.VAL_ACCURACY))
            .orElseGet(() -> measured.stream().filter(key -> !Metric.isTest(key)));
    return keys.filter(measured::contains)
        .limit(MOST_METRICS)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<String> varying(List<Run> runs) {
    return names(runs).stream()
        .filter(name -> runs.stream().map(run -> run.parameters().get(name)).distinct().count() > 1)
        .toList();
  }

  private static List<Fact> same(List<Run> runs) {
    List<String> varying = varying(runs);
    return names(runs).stream()
        .filter(name -> !varying.contains(name))
        .map(
            name ->
                new Fact(
                    ReportText.name(name), ReportText.value(runs.get(0).parameters().get(name))))
        .toList();
  }

  private static Set<String> names(List<Run> runs) {
    Set<String> names = new LinkedHashSet<>();
    runs.forEach(run -> names.addAll(run.parameters().keySet()));
    return names;
  }
}
