package dev.trawl.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import dev.trawl.analysis.Accuracies;
import dev.trawl.analysis.Diagnosis;
import dev.trawl.analysis.Finding;
import dev.trawl.analysis.Importance;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Decision;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A sweep, as it is recorded now, as one HTML file: it has its pictures in it, asks for nothing,
 * runs no script, and is a record of a day that nothing changes any more. Of very many runs it has
 * a selection, and says so. Safe for use by many threads.
 */
public final class ReportPage {
  private static final Template TEMPLATE = template();

  private ReportPage() {}

  /**
   * The file's text.
   *
   * @param files reads the sweep's file; one that this build can't read is shown all the same
   * @param decisions of the sweep
   * @param now the time that it bears
   */
  public static String html(
      RunStore store, SweepFiles files, Sweep sweep, List<Decision> decisions, Instant now) {
    return html(ReportSource.read(store, sweep, spec(files, sweep), decisions, now));
  }

  private static Optional<SweepSpec> spec(SweepFiles files, Sweep sweep) {
    if (sweep.isExternal()) {
      return Optional.empty();
    }
    try {
      return Optional.of(files.read(sweep.source()).spec());
    } catch (InvalidSweepException e) {
      return Optional.empty(); // it was valid for another build, or its images have gone
    }
  }

  static String html(ReportSource source) {
    Importance importance = Importance.of(source.sweep(), source.runs());
    return TEMPLATE.execute(
        Map.of(
            "head", Head.of(source),
            "best", BestRunPart.of(source).map(List::of).orElse(List.of()),
            "choice", source.sweep().metric().isPresent(),
            "findings", findings(source),
            "charts", SweepCharts.of(source),
            "importance", importance(importance),
            "parameters", ParameterCharts.of(source, importance),
            "runs", RunsPart.of(source),
            "provenance", ProvenancePart.of(source)));
  }

  /** What the report is about. */
  record Head(String name, String description, String outcome, String bands, String madeAt) {
    static Head of(ReportSource source) {
      Sweep sweep = source.sweep();
      String description = sweep.title().description();
      return new Head(
          ReportText.name(sweep.name()),
          description == null ? "" : ReportText.name(description),
          outcome(sweep),
          bands(sweep),
          source.madeAt().truncatedTo(ChronoUnit.SECONDS).toString());
    }

    private static String outcome(Sweep sweep) {
      String runs =
          new TreeMap<>(sweep.runs())
              .entrySet().stream()
                  .map(each -> "%,d %s".formatted(each.getValue(), word(each.getKey())))
                  .collect(Collectors.joining(", "));
      String reason = sweep.reason();
      return "The sweep %s%s. Its runs: %s."
          .formatted(
              switch (sweep.status()) {
                case RUNNING -> "is still running";
                case FINISHED -> "has finished";
                case STOPPED -> "was stopped";
                case INTERRUPTED -> "was interrupted";
                case FAILED -> "has failed";
              },
              reason == null || reason.isBlank() ? "" : " (" + ReportText.name(reason) + ")",
              runs.isEmpty()
                  ? (sweep.status() == SweepStatus.RUNNING ? "none yet" : "none")
                  : runs);
    }

    private static String word(RunStatus status) {
      return status.name().toLowerCase(Locale.ROOT);
    }

    private static String bands(Sweep sweep) {
      List<Integer> bands = sweep.result().bands();
      return sweep.thresholds().isEmpty() || bands.stream().allMatch(runs -> runs == 0)
          ? ""
          : "By test accuracy, "
              + IntStream.range(0, bands.size())
                  .mapToObj(
                      band ->
                          "%s: %,d"
                              .formatted(
                                  Accuracies.bandName(band, sweep.thresholds()), bands.get(band)))
                  .collect(Collectors.joining(", "))
              + ".";
    }
  }

  private static List<Map<String, String>> findings(ReportSource source) {
    return Diagnosis.of(
            source.sweep(),
            source.runs(),
            source.decisions(),
            run -> source.accuracies().getOrDefault(run.id(), List.of()))
        .stream()
        .map(ReportPage::finding)
        .toList();
  }

  private static Map<String, String> finding(Finding finding) {
    return Map.of(
        "severity", finding.severity().name().toLowerCase(Locale.ROOT),
        "title", finding.title(),
        "detail", finding.detail());
  }

  /**
   * A parameter's share of the variance.
   *
   * @param width of its bar, in CSS
   */
  record Share(String name, String share, String width) {
    static Share of(String name, double share) {
      return new Share(
          ReportText.name(name),
          Accuracies.share(share),
          String.format(Locale.ROOT, "%.1f%%", 100 * share));
    }
  }

  /** Without shares where there are none; the note then says why. */
  private static Map<String, Object> importance(Importance importance) {
    List<Share> shares = new ArrayList<>();
    importance
        .parameters()
        .forEach(
            each -> {
              Double share = each.importance();
              if (share != null) {
                shares.add(Share.of(each.name(), share));
              }
            });
    return Map.of("note", Objects.requireNonNullElse(importance.note(), ""), "shares", shares);
  }

  private static Template template() {
    try (InputStream in =
            Objects.requireNonNull(ReportPage.class.getResourceAsStream("report.mustache"));
        InputStreamReader text = new InputStreamReader(in, UTF_8)) {
      return Mustache.compiler()
          .escapeHTML(true)
          .emptyStringIsFalse(true)
          .zeroIsFalse(true)
          .compile(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
