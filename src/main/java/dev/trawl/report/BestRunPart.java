package dev.trawl.report;

import dev.trawl.analysis.Accuracies;
import dev.trawl.analysis.Reproduction;
import dev.trawl.analysis.ShownValue;
import dev.trawl.report.ReportSource.Best;
import dev.trawl.sweep.MetricKind;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The best run: why it is the best, what it is, how it did.
 *
 * @param test its accuracy on the test images; empty without one
 * @param band how that stands against the thresholds; empty without one
 * @param classes none where it was not tested
 * @param reproduce the command that trains it again; empty where a program did in its own loop
 */
record BestRunPart(
    int number,
    String id,
    String why,
    String test,
    String band,
    List<Fact> parameters,
    List<Fact> metrics,
    List<Chart> charts,
    List<Classes> classes,
    String reproduce) {

  static Optional<BestRunPart> of(ReportSource source) {
    return source.best().map(best -> of(source, best));
  }

  private static BestRunPart of(ReportSource source, Best best) {
    Run run = best.run();
    Sweep sweep = source.sweep();
    Integer band = run.band();
    return new BestRunPart(
        run.number(),
        run.id(),
        best.why(),
        ReportText.test(run, sweep),
        band == null || sweep.thresholds().isEmpty()
            ? ""
            : Accuracies.bandName(band, sweep.thresholds()),
        run.parameters().entrySet().stream()
            .map(
                each -> new Fact(ReportText.name(each.getKey()), ReportText.value(each.getValue())))
            .toList(),
        new TreeMap<>(run.metrics())
            .entrySet().stream()
                .map(
                    each ->
                        new Fact(
                            ReportText.name(each.getKey()),
                            metric(each.getKey(), each.getValue(), sweep)))
                .toList(),
        BestRunCharts.of(source),
        best.evaluation().map(found -> List.of(Classes.of(found, sweep))).orElse(List.of()),
        Reproduction.arguments(run).map("./trawl "::concat).orElse(""));
  }

  private static String metric(String key, double value, Sweep sweep) {
    return MetricKind.of(key).isFraction() && Double.isFinite(value)
        ? ReportText.accuracy(key, value, sweep)
        : ShownValue.metric(key, value);
  }

  /**
   * How it did class by class, and what it took for what.
   *
   * @param labels of the columns
   */
  record Classes(List<String> labels, List<Row> rows) {
    /** A class. */
    record Row(String label, String precision, String recall, String f1, List<Cell> cells) {}

    /**
     * Of a class's images, those predicted as one.
     *
     * @param kind {@code right}, {@code wrong} or {@code none}
     */
    record Cell(long count, String kind) {}

    static Classes of(Evaluation evaluation, Sweep sweep) {
      int classes = evaluation.confusion().size();
      List<String> named = sweep.dataset().map(DatasetInfo::labels).orElse(List.of());
      List<String> labels =
          IntStream.range(0, classes)
              .mapToObj(
                  i ->
                      named.size() == classes ? ReportText.name(named.get(i)) : Integer.toString(i))
              .toList();
      return new Classes(
          labels,
          IntStream.range(0, classes)
              .mapToObj(
                  i ->
                      new Row(
                          labels.get(i),
                          Accuracies.share(evaluation.precision(i)),
                          Accuracies.share(evaluation.recall(i)),
                          Accuracies.share(evaluation.f1(i)),
                          cells(evaluation.confusion().get(i), i)))
              .toList());
    }

    private static List<Cell> cells(List<Long> counts, int label) {
      return IntStream.range(0, counts.size())
          .mapToObj(
              i ->
                  new Cell(
                      counts.get(i), counts.get(i) == 0 ? "none" : i == label ? "right" : "wrong"))
          .toList();
    }
  }
}
