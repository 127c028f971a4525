package dev.trawl.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.report.ReportSource.Best;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.Title;
import dev.trawl.testkit.Golden;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Measure;
import dev.trawl.track.Metric;
import dev.trawl.track.Provenance;
import dev.trawl.track.RecordInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunIdentity;
import dev.trawl.track.RunOrigin;
import dev.trawl.track.RunProvenance;
import dev.trawl.track.RunResult;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepPlan;
import dev.trawl.track.SweepResult;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Timing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ReportPageTest {
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  private static final DatasetInfo DIGITS =
      new DatasetInfo(
          "mnist", "ab".repeat(32), 48_000, 12_000, 10_000, 28, 28, 1, List.of("no", "yes"));

  private static final String ACCURACY = "val_accuracy";
  private static final String PERPLEXITY = "perplexity/valid";

  @Test
  void page_ofSomeRuns_isAsAgreed() {
    String html = page("digits", DIGITS, ACCURACY, runs(3, ACCURACY));

    Golden.check("report.html", html.substring(html.indexOf("<body>")));
  }

  /** The policy in the file would refuse it besides. */
  @Test
  void page_asksForNothing() {
    String html = page("digits", DIGITS, ACCURACY, runs(3, ACCURACY));

    assertThat(html)
        .contains("content=\"default-src 'none';")
        .doesNotContain("<script", "<link", "<img", "url(");
    assertThat(html.replace("xmlns=\"http://www.w3.org/2000/svg\"", "")).doesNotContain("://");
  }

  /** By its name: whoever goes from landmark to landmark hears no other of it. */
  @Test
  void page_namesEachOfItsRegionsOnce() {
    String html = page("digits", DIGITS, ACCURACY, runs(3, ACCURACY));

    assertThat(
            Pattern.compile("<(?:section|div)[^>]*(aria-label(?:ledby)?=\"[^\"]*\")")
                .matcher(html)
                .results()
                .map(region -> region.group(1)))
        .hasSizeGreaterThan(5)
        .doesNotHaveDuplicates();
  }

  @Test
  void page_ofVeryManyRuns_holdsASelectionAndSaysSo() {
    String html = page("digits", DIGITS, ACCURACY, runs(10_000, ACCURACY));

    assertThat(html)
        .contains(
            "The best 200 of 10,000 runs.",
            "1,000 of 10,000 runs are drawn",
            "60 of 10,000 curves are drawn");
    assertThat(html.length()).isLessThan(1_000_000);
  }

  @Test
  void page_ofTextWithMarkup_showsItAsText() {
    String html =
        page("<script>alert(1)</script> & \u202etxt", DIGITS, ACCURACY, runs(2, ACCURACY));

    assertThat(html).contains("&lt;script&gt;alert(1)&lt;").doesNotContain("<script", "\u202e");
  }

  /** Without a data set, epochs, accuracies, in steps of one's own. */
  @Test
  void page_ofAProgramsOwnRuns_speaksOfStepsAndNoThresholds() {
    String html = page("mine", null, PERPLEXITY, runs(3, PERPLEXITY));

    assertThat(html.substring(html.indexOf("<body>")))
        .contains("perplexity/valid by step of 3 runs", "a program, in its own loop")
        .doesNotContain("epoch", "threshold", "test images", "SHA-256", " %");
  }

  @Test
  void page_withoutAMetric_showsWhatWasMeasured() {
    List<Run> runs = runs(2, PERPLEXITY);
    String html =
        ReportPage.html(
            new ReportSource(
                external(null, runs),
                Optional.empty(),
                runs,
                List.of(),
                Map.of(),
                Map.of(PERPLEXITY, Map.of("r1", curve(PERPLEXITY, 9), "r2", curve(PERPLEXITY, 8))),
                Map.of(),
                Optional.empty(),
                NOON));

    assertThat(html)
        .contains(
            "the sweep has no metric to choose by",
            "<h3>perplexity/valid</h3>",
            "perplexity/valid by step of 2 runs",
            "class=\"number\">perplexity/valid</th>",
            "<td class=\"number\">21</td>")
        .doesNotContain("the best run", "has finished with a value");
  }

  @Test
  void page_withoutARun_saysSo() {
    String html =
        ReportPage.html(
            new ReportSource(
                external(null, List.of()),
                Optional.empty(),
                List.of(),
                List.of(),
                Map.of(),
                Map.of(),
                Map.of(),
                Optional.empty(),
                NOON));

    assertThat(html)
        .contains("Its runs: none.", "No runs", "There are none.")
        .doesNotContain("<table>");
  }

  @Test
  void page_ofFinals_saysWhoseTheyAre() {
    Map<String, Double> metrics = Map.of(ACCURACY, 0.9);
    Run best = run(1, RunStatus.FINISHED, null, metrics);
    Run last =
        new Run(
            new RunIdentity("r2", "s1", 2, 1, new RunOrigin(1, null, "r1")),
            best.parameters(),
            best.provenance(),
            best.status(),
            null,
            best.result(),
            best.timing(),
            best.info());

    assertThat(page("digits", DIGITS, ACCURACY, List.of(best, last)))
        .contains("class=\"number\">final of</th>")
        .containsPattern("<td class=\"number\">2</td><td class=\"number\">1</td>");
  }

  @Test
  void page_ofCurvesThatStayTheSame_leavesThemOut() {
    List<Metric> metrics = new ArrayList<>(curve(ACCURACY, 0.9));
    LongStream.rangeClosed(1, 2)
        .forEach(step -> metrics.add(new Metric("network_parameters", 1000, step, NOON)));
    List<Run> runs = runs(1, ACCURACY);
    Best best = new Best(runs.get(0), "", metrics, Optional.empty(), Map.of());

    assertThat(
            BestRunCharts.of(
                new ReportSource(
                    external(ACCURACY, runs),
                    Optional.empty(),
                    runs,
                    List.of(),
                    Map.of(),
                    Map.of(),
                    Map.of(),
                    Optional.of(best),
                    NOON)))
        .extracting(Chart::title)
        .containsExactly(ACCURACY);
  }

  private static Sweep external(@Nullable String metric, List<Run> runs) {
    return new Sweep(
        "s1",
        Title.of("mine"),
        SweepPlan.external("lstm", 1),
        Provenance.external(null),
        new Measure(metric == null ? null : new Objective(metric, Goal.MAXIMIZE, null), List.of()),
        SweepStatus.FINISHED,
        null,
        new SweepResult(
            runs.isEmpty() ? Map.of() : Map.of(RunStatus.FINISHED, runs.size()), List.of(0), null),
        RecordInfo.of(NOON, 1));
  }

  @Test
  void page_ofClients_speaksOfRounds() {
    Map<String, Double> metrics = Map.of(ACCURACY, 0.9, Metric.CLIENTS_ASKED, 3.0);
    List<Run> runs =
        List.of(
            run(1, RunStatus.FINISHED, null, metrics), run(2, RunStatus.FINISHED, null, metrics));

    assertThat(page("clients", DIGITS, ACCURACY, runs))
        .contains(ACCURACY + " by round of 2 runs", "class=\"number\">rounds</th>")
        .doesNotContain("epoch");
  }

  @Test
  void page_withoutAFinishedRun_saysSo() {
    Run failed = run(1, RunStatus.FAILED, "diverged", Map.of("loss", Double.NaN));
    String html = page("digits", DIGITS, ACCURACY, List.of(failed));

    assertThat(html)
        .contains(
            "no run has finished with a value",
            "No run finished",
            "<td class=\"text\">diverged</td>");
  }

  @Test
  void page_bestSoFar_isOfFinishedRunsAlone() {
    List<Run> runs =
        List.of(
            run(1, RunStatus.PRUNED, null, Map.of(ACCURACY, 0.95)),
            run(2, RunStatus.FINISHED, null, Map.of(ACCURACY, 0.9)),
            run(3, RunStatus.FINISHED, null, Map.of(ACCURACY, 0.91)),
            run(4, RunStatus.FAILED, "diverged", Map.of(ACCURACY, 0.1)));

    Matcher line =
        Pattern.compile("points=\"([^\"]*)\"[^>]*><title>the best so far")
            .matcher(page("digits", DIGITS, ACCURACY, runs));

    assertThat(line.find()).isTrue();
    assertThat(line.group(1).split(" "))
        .extracting(point -> point.substring(point.indexOf(',')))
        .satisfies(heights -> assertThat(Set.copyOf(heights)).hasSize(2)); // of runs 2 and 3
  }

  private static List<Run> runs(int count, String metric) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(
            i -> {
              double value = metric.equals(ACCURACY) ? 0.99 - 0.5 * i / count : 20.0 + i;
              return run(i, RunStatus.FINISHED, null, Map.of(metric, value));
            })
        .toList();
  }

  private static Run run(
      int number, RunStatus status, @Nullable String reason, Map<String, Double> metrics) {
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("learning_rate", 0.001 * number);
    parameters.put("optimizer", number % 2 == 0 ? "adam" : "sgd");
    parameters.put("batch_size", 64L);
    return new Run(
        RunIdentity.of("r" + number, "s1", number),
        parameters,
        new RunProvenance(number, new TreeMap<>(Map.of("java", "17", "processor", "x"))),
        status,
        reason,
        metrics.containsKey(PERPLEXITY)
            ? new RunResult(0, null, metrics, null)
            : new RunResult(2, 2, metrics, null),
        new Timing(NOON, 12.25, Map.of()),
        RecordInfo.of(NOON, number));
  }

  private static String page(
      String name, @Nullable DatasetInfo images, String metric, List<Run> runs) {
    boolean external = images == null;
    Sweep sweep =
        new Sweep(
            "s1",
            Title.of(name),
            external
                ? SweepPlan.external("lstm", 1)
                : new SweepPlan("random", "cnn", 2, runs.size()),
            external
                ? Provenance.external(null)
                : new Provenance(
                    new SweepSource("digits.yaml", "method: random", List.of("seed=7")), 7, images),
            new Measure(
                new Objective(metric, external ? Goal.MINIMIZE : Goal.MAXIMIZE, null),
                external ? List.of() : List.of(0.98, 0.99)),
            SweepStatus.FINISHED,
            null,
            new SweepResult(
                Map.of(runs.get(0).status(), runs.size()),
                external ? List.of(0) : List.of(0, 0, 0),
                "r1"),
            RecordInfo.of(NOON, 1));
    Map<String, List<Metric>> curves = new LinkedHashMap<>();
    runs.forEach(
        run -> curves.put(run.id(), curve(metric, run.metrics().getOrDefault(metric, Double.NaN))));
    Optional<Best> best =
        runs.stream()
            .filter(run -> run.status() == RunStatus.FINISHED)
            .findFirst()
            .map(
                run ->
                    new Best(
                        run,
                        "It is the best.",
                        curve(metric, 0.9),
                        external
                            ? Optional.empty()
                            : Optional.of(
                                new Evaluation(0.1, List.of(List.of(9L, 1L), List.of(0L, 10L)))),
                        run.provenance().environment()));
    return ReportPage.html(
        new ReportSource(
            sweep, Optional.empty(), runs, List.of(), curves, Map.of(), Map.of(), best, NOON));
  }

  private static List<Metric> curve(String key, double last) {
    return LongStream.rangeClosed(1, 2)
        .mapToObj(
            step ->
                new Metric(key, last * step / 2, key.equals(ACCURACY) ? step : 1000 * step, NOON))
        .toList();
  }
}
