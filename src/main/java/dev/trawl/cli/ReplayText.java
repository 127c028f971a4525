package dev.trawl.cli;

import dev.trawl.analysis.Accuracies;
import dev.trawl.cli.text.TextTable;
import dev.trawl.cli.text.TextTable.Column;
import dev.trawl.cli.text.Wording;
import dev.trawl.replay.Quartiles;
import dev.trawl.replay.ReplayReport;
import dev.trawl.sweep.MetricKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What searches over recorded runs found, for people. */
final class ReplayText {
  private final String sweep;
  private final String epochWord;
  private final ReplayReport report;

  /**
   * @param epochWord what an epoch of the sweep's runs is called
   */
  ReplayText(String sweep, String epochWord, ReplayReport report) {
    this.sweep = sweep;
    this.epochWord = epochWord;
    this.report = report;
  }

  String render(UnaryOperator<String> heading) {
    String best = Wording.metric(report.metric(), report.best());
    String found =
        "%s: %s, %s in all; the best %s is %s%n"
            .formatted(
                sweep,
                Wording.count(report.runs(), "recorded run"),
                Wording.count(report.epochs(), epochWord),
                report.metric(),
                best);
    return found + leftOut() + "\n" + table().render(heading);
  }

  /** What is not there, or not whole. */
  private String leftOut() {
    StringBuilder text = new StringBuilder();
    if (report.failed() > 0) {
      text.append("%d of them failed, and end where they did%n".formatted(report.failed()));
    }
    if (report.cut() > 0) {
      text.append(
          "%s left out, of which only the first %ss are known; where a rule ended them, what is left is better than the space%n"
              .formatted(Wording.count(report.cut(), "more run"), epochWord));
    }
    if (report.repeated() > 0) {
      text.append(
          "%s left out, with the parameters of another%n"
              .formatted(Wording.count(report.repeated(), "more run")));
    }
    return text.toString();
  }

  private TextTable table() {
    List<Column> columns = new ArrayList<>();
    columns.add(
        Column.left(
            "MEDIAN (QUARTILES) OF "
                + Wording.count(report.seeds(), "seed").toUpperCase(Locale.ROOT)));
    report.searches().forEach(search -> columns.add(Column.right(search.title())));
    TextTable table = new TextTable(columns);
    List<ReplayReport.After> first = report.searches().get(0).after();
    for (int i = 0; i < first.size(); i++) {
      int place = i;
      String title =
          "best after %s %ss (%.0f %%)"
              .formatted(
                  Wording.count(first.get(i).epochs()), epochWord, 100 * first.get(i).share());
      row(table, title, search -> values(search.after().get(place).best()));
    }
    double fraction = report.within();
    row(
        table,
        "%ss until within %s of the best".formatted(epochWord, distance(fraction)),
        search -> epochs(search.epochsToBest()));
    row(table, "seeds that came so far", search -> "%.0f %%".formatted(100 * search.reached()));
    row(table, epochWord + "s in all", search -> epochs(search.epochs()));
    return table;
  }

  private void row(TextTable table, String title, Function<ReplayReport.Search, String> cell) {
    List<String> cells = new ArrayList<>();
    cells.add(title);
    report.searches().forEach(search -> cells.add(cell.apply(search)));
    table.add(cells);
  }

  private String distance(double within) {
    String points = Accuracies.threshold(within).replace(" %", " points");
    return MetricKind.of(report.metric()).isFraction()
        ? points
        : Wording.metric(report.metric(), within);
  }

  private String values(Quartiles values) {
    return text(
        values, value -> Double.isFinite(value) ? Wording.metric(report.metric(), value) : "none");
  }

  private static String epochs(Quartiles epochs) {
    return text(
        epochs, value -> Double.isFinite(value) ? Wording.count(Math.round(value)) : "never");
  }

  private static String text(Quartiles of, DoubleFunction<String> number) {
    String low = number.apply(of.low());
    String high = number.apply(of.high());
    String median = number.apply(of.median());
    boolean isOne = low.equals(high) && low.equals(median);
    return isOne ? median : "%s (%s to %s)".formatted(median, low, high);
  }
}
