package dev.trawl.cli.text;

import dev.trawl.analysis.Accuracies;
import dev.trawl.analysis.FailureCause;
import dev.trawl.analysis.Finding;
import dev.trawl.analysis.Reproduction;
import dev.trawl.analysis.ShownValue;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Decision;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Interval;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.Sweep;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All that is recorded of a run, as text.
 *
 * @param metrics of all keys and epochs
 * @param evaluation on the test images
 * @param decisions of the whole sweep
 * @param findings of the run's diagnosis
 * @param environment what the run is trained with
 * @param places where it was, the first one first
 */
public record RunDetails(
    Sweep sweep,
    Run run,
    List<Metric> metrics,
    Optional<Evaluation> evaluation,
    List<Checkpoint> checkpoints,
    List<Decision> decisions,
    List<Finding> findings,
    Map<String, String> environment,
    List<RunEnvironment> places,
    Optional<FailureCause> failure) {

  public String render(UnaryOperator<String> command, UnaryOperator<String> heading) {
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add(facts(heading));
    failure
        .map(cause -> failure(cause, command))
        .filter(text -> !text.isEmpty())
        .ifPresent(paragraphs::add);
    if (!findings.isEmpty()) {
      paragraphs.add(diagnosis(heading));
    }
    DecisionTables decided = new DecisionTables(sweep, run, decisions);
    decided.atRungs(heading).ifPresent(paragraphs::add);
    decided.inFinals(heading).ifPresent(paragraphs::add);
    if (!run.info().tags().isEmpty()) {
      paragraphs.add(TagText.table(run.info().tags(), heading));
    }
    paragraphs.add(pairs("PARAMETER", "VALUE", parameters(), heading));
    paragraphs.add(pairs("METRIC", "VALUE", values(), heading));
    if (!metrics.isEmpty()) {
      paragraphs.add(new EpochTable(sweep, run, metrics).render(heading));
    }
    if (!run.timing().phases().isEmpty()) {
      paragraphs.add(phases(heading));
    }
    sweep
        .dataset()
        .flatMap(dataset -> evaluation.map(found -> classes(found, dataset.labels(), heading)))
        .ifPresent(paragraphs::add);
    if (!checkpoints.isEmpty()) {
      paragraphs.add(checkpointTable(heading));
    }
    if (places.size() > 1) {
      paragraphs.add(places(heading));
    }
    paragraphs.add(pairs("ENVIRONMENT", "", new TreeMap<>(environment), heading));
    paragraphs.add("reproduce  " + Reproduction.text(run, command) + "\n");
    return String.join("\n", paragraphs);
  }

  private String facts(UnaryOperator<String> heading) {
    String reason = RunLines.reason(run.status().name(), run.reason());
    String attempt = run.attempt() == 1 ? "" : ", attempt " + run.attempt();
    String best = run.bestEpoch() == null ? "" : ", the best is " + run.bestEpoch();
    String band = Wording.band(run.band(), sweep.thresholds());
    return """
    %s
    id       %s
    %s%sstatus   %s%s%s
    %sseconds  %s
    %s\
    """
        .formatted(
            heading.apply(
                "run %d of %s%s%s"
                    .formatted(run.number(), VisibleText.line(sweep.name()), attempt, deleted())),
            run.id(),
            sweep.title().project() == null
                ? ""
                : "project  %s\n".formatted(VisibleText.line(sweep.title().project())),
            run.parent() == null
                ? ""
                : "repeats  %s, in the finals\n".formatted(Wording.id(run.parent())),
            run.status(),
            reason,
            band.isEmpty() ? "" : ", " + band,
            isStepped(run) ? "" : "%-9s%d%s\n".formatted(run.epochWord() + "s", run.epochs(), best),
            Wording.parameter(run.timing().seconds()),
            run.isExternal() ? "" : "seed     %d\n".formatted(run.provenance().seed()));
  }

  /** What helps, and where the trace is; its message is among the facts. */
  private String failure(FailureCause cause, UnaryOperator<String> command) {
    String advice = cause.advice() == null ? "" : cause.advice() + "\n";
    return cause.trace() == null
        ? advice
        : advice + "log      %s\n".formatted(command.apply("logs " + Wording.id(run.id())));
  }

  private String diagnosis(UnaryOperator<String> heading) {
    return findings.stream()
        .map(finding -> "%s: %s\n".formatted(finding.title(), finding.detail()))
        .map(VisibleText::of)
        .collect(Collectors.joining("", heading.apply("DIAGNOSIS") + "\n", ""));
  }

  private String deleted() {
    if (run.info().deletedAt() != null) {
      return ", deleted at " + run.info().deletedAt();
    }
    return sweep.info().deletedAt() == null
        ? ""
        : ", whose sweep was deleted at " + sweep.info().deletedAt();
  }

  private Map<String, String> parameters() {
    Map<String, String> texts = new LinkedHashMap<>();
    run.parameters().forEach((name, value) -> texts.put(name, ShownValue.exact(value)));
    return texts;
  }

  private Map<String, String> values() {
    Map<String, Interval> intervals = Accuracies.intervals(run, sweep);
    Map<String, String> texts = new TreeMap<>();
    run.metrics()
        .forEach(
            (key, value) -> {
              Interval interval = intervals.get(key);
              texts.put(
                  key,
                  Wording.metric(key, value)
                      + (interval == null
                          ? ""
                          : "  (95 %%: %s to %s)"
                              .formatted(
                                  Accuracies.percent(interval.low()),
                                  Accuracies.percent(interval.high()))));
            });
    return texts;
  }

  /** Of a run that was resumed, or lost its machine. */
  private String places(UnaryOperator<String> heading) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("TRAINED FROM"),
                TextTable.Column.left("HOST"),
                TextTable.Column.left("PROCESSOR")));
    for (RunEnvironment place : places) {
      table.add(
          List.of(
              place.beganAt().truncatedTo(ChronoUnit.SECONDS).toString(),
              place.entries().getOrDefault(RunEnvironment.HOST, ""),
              place.entries().getOrDefault(RunEnvironment.PROCESSOR, "")));
    }
    return table.render(heading);
  }

  private static String pairs(
      String name, String value, Map<String, String> texts, UnaryOperator<String> heading) {
    TextTable table =
        new TextTable(List.of(TextTable.Column.left(name), TextTable.Column.left(value)));
    texts.forEach((key, text) -> table.add(List.of(key, text)));
    return table.render(heading);
  }

  /** Whether a program measured it at steps of its own alone. */
  static boolean isStepped(Run run) {
    return run.isExternal() && run.epochs() == 0 && !run.metrics().isEmpty();
  }

  /** What the run's time went to. */
  private String phases(UnaryOperator<String> heading) {
    double sum = run.timing().phases().values().stream().mapToDouble(Double::doubleValue).sum();
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("TIME"),
                TextTable.Column.right("SECONDS"),
                TextTable.Column.right("SHARE")));
    run.timing()
        .phases()
        .forEach(
            (phase, seconds) ->
                table.add(
                    List.of(
                        phase,
                        String.format(Locale.ROOT, "%.1f", seconds),
                        sum == 0
                            ? "–"
                            : String.format(Locale.ROOT, "%.1f %%", 100 * seconds / sum))));
    return table.render(heading);
  }

  private static String classes(
      Evaluation found, List<String> labels, UnaryOperator<String> heading) {
    TextTable table =
        new TextTable(
            Stream.of("CLASS", "PRECISION", "RECALL", "IMAGES", "PREDICTED AS (row: true class)")
                .map(TextTable.Column::right)
                .toList());
    for (int label = 0; label < labels.size(); label++) {
      List<Long> row = found.confusion().get(label);
      table.add(
          List.of(
              labels.get(label),
              Accuracies.share(found.precision(label)),
              Accuracies.share(found.recall(label)),
              Wording.count(row.stream().mapToLong(Long::longValue).sum()),
              String.join("", row.stream().map(count -> "%6d".formatted(count)).toList())));
    }
    return table.render(heading);
  }

  private String checkpointTable(UnaryOperator<String> heading) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.right("CHECKPOINT"),
                TextTable.Column.right("SIZE"),
                TextTable.Column.left("SHA-256"),
                TextTable.Column.left("")));
    for (Checkpoint checkpoint : checkpoints) {
      table.add(
          List.of(
              run.epochWord() + " " + checkpoint.epoch(),
              Wording.bytes(checkpoint.bytes()),
              checkpoint.sha256(),
              checkpoint.best() ? "best" : ""));
    }
    return table.render(heading);
  }
}
