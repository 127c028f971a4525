package dev.trawl.cli.text;

import dev.trawl.analysis.Accuracies;
import dev.trawl.analysis.Comparison;
import dev.trawl.analysis.CorrectedAccuracy;
import dev.trawl.analysis.FinalsResult;
import dev.trawl.analysis.SpaceChange;
import dev.trawl.analysis.StopAudit;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Decision;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep found, as {@code run} and {@code resume} print it at the end, and {@code show}
 * later.
 */
public final class SweepReport {
  /** Of a table in Markdown: what shows it bears no more than a megabyte. */
  private static final int MOST_ROWS = 50;

  private final Sweep sweep;
  private final List<Run> runs;
  private final Duration waited;
  private final List<Decision> decisions;
  private final List<Adjustment> adjustments;
  private final List<SpaceChange> advice;
  private final @Nullable CorrectedAccuracy corrected;

  /**
   * @param decisions of the whole sweep
   * @param adjustments what was changed of it since its start
   * @param waited how long workers had nothing to train because an earlier job still did
   * @param advice for the next sweep
   * @param corrected the best run's accuracy; null where that can't be had
   */
  public SweepReport(
      Sweep sweep,
      List<Run> runs,
      List<Decision> decisions,
      List<Adjustment> adjustments,
      Duration waited,
      List<SpaceChange> advice,
      @Nullable CorrectedAccuracy corrected) {
    this.sweep = sweep;
    this.decisions = List.copyOf(decisions);
    this.adjustments = List.copyOf(adjustments);
    this.waited = waited;
    this.runs = List.copyOf(runs);
    this.advice = List.copyOf(advice);
    this.corrected = corrected;
  }

  /** All runs of the sweep. */
  public List<Run> runs() {
    return runs;
  }

  /**
   * The whole of it.
   *
   * @param argument how commands name the sweep
   * @param dashboard where the dashboard stays up; null when it does not
   */
  public String render(
      String argument,
      @Nullable String dashboard,
      UnaryOperator<String> command,
      UnaryOperator<String> heading) {
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add(outcome());
    if (!adjustments.isEmpty()) {
      paragraphs.add(changes());
    }
    if (!runs.isEmpty()) {
      paragraphs.add(new RunListing(sweep, runs, decisions).render(heading).stripTrailing());
    }
    String failures = failures();
    if (!failures.isEmpty()) {
      paragraphs.add(failures);
    }
    best().ifPresent(paragraphs::add);
    audit().ifPresent(paragraphs::add);
    if (!advice.isEmpty()) {
      paragraphs.add(advice());
    }
    paragraphs.add(next(argument, dashboard, command));
    return String.join("\n\n", paragraphs) + "\n";
  }

  /**
   * The whole of it in Markdown, with the best runs alone where there are many.
   *
   * @param required lines on what was required of the best run
   */
  public String markdown(String argument, List<String> required, UnaryOperator<String> command) {
    List<String> paragraphs = new ArrayList<>();
    paragraphs.add("## " + Markdown.text(outcome()));
    required.forEach(line -> paragraphs.add("**" + Markdown.text(line) + "**"));
    best().map(Markdown::lines).ifPresent(paragraphs::add);
    audit().map(Markdown::text).ifPresent(paragraphs::add);
    if (!adjustments.isEmpty()) {
      paragraphs.add(Markdown.lines(changes()));
    }
    if (!runs.isEmpty()) {
      paragraphs.add(new RunListing(sweep, leading(), decisions).markdown().stripTrailing());
    }
    if (runs.size() > MOST_ROWS) {
      paragraphs.add(
          "The best %d of %d runs; all: `%s`"
              .formatted(MOST_ROWS, runs.size(), command.apply("runs " + argument)));
    }
    String failures = failures();
    if (!failures.isEmpty()) {
      paragraphs.add(Markdown.lines(failures));
    }
    if (!advice.isEmpty()) {
      paragraphs.add(Markdown.lines(advice()));
    }
    paragraphs.add("```\n" + next(argument, null, command) + "\n```");
    return String.join("\n\n", paragraphs) + "\n\n";
  }

  private List<Run> leading() {
    return runs.size() <= MOST_ROWS
        ? runs
        : sweep
            .metric()
            .map(metric -> Comparison.ranked(metric, runs))
            .orElse(runs)
            .subList(0, MOST_ROWS);
  }

  private String outcome() {
    int finished = sweep.runs().getOrDefault(RunStatus.FINISHED, 0);
    String planned = sweep.plan().runs() == null ? "" : " of " + sweep.plan().runs();
    long finals = runs.stream().filter(Run::isOfFinals).count();
    String repeated = finals == 0 ? "" : ", %d more in the finals".formatted(finals);
    String time =
        sweep.info().endedAt() == null
            ? ""
            : " after "
                + Wording.duration(
                    Duration.between(sweep.info().createdAt(), sweep.info().endedAt()));
    String reason = RunLines.reason(sweep.status().name(), sweep.reason());
    return "%s: %s%s%s, %d%s runs finished%s%s"
        .formatted(
            sweep.name(), sweep.status(), reason, time, finished, planned, repeated, waited());
  }

  /** What people changed of it, in the order in which they did. */
  private String changes() {
    return adjustments.stream()
        .map(
            each ->
                VisibleText.line(
                    "%s, %s (%s, %s)"
                        .formatted(
                            each.text(), from(each), each.by(), Wording.time(each.adjustedAt()))))
        .collect(Collectors.joining("\n", "Changed since its start:\n", ""));
  }

  private String from(Adjustment adjustment) {
    if (adjustment.job() != Adjustment.ASKED) {
      return "from job %d on".formatted(adjustment.job());
    }
    return switch (sweep.status()) {
      case RUNNING -> "asked for";
      case FINISHED -> "too late for it";
      case STOPPED, INTERRUPTED, FAILED -> "when it is resumed";
    };
  }

  /** A sweep with a lag may have its workers wait, which more lag would spare. */
  private String waited() {
    return waited.toSeconds() == 0
        ? ""
        : "; workers waited %s for earlier results".formatted(Wording.duration(waited));
  }

  private Optional<String> audit() {
    return StopAudit.of(sweep, runs, decisions).map(StopAudit::sentence);
  }

  /** Each reason once, with the runs that failed or were stopped by it. */
  private String failures() {
    Map<String, List<String>> numbers = new LinkedHashMap<>();
    for (Run run : runs) {
      String reason = run.reason();
      boolean ended =
          run.status().isFinal()
              && run.status() != RunStatus.FINISHED
              && run.status() != RunStatus.PRUNED; // Each of these has numbers of its own.
      if (ended && reason != null && !reason.isEmpty()) {
        numbers
            .computeIfAbsent(
                "%s, %s".formatted(run.status(), VisibleText.line(reason)),
                text -> new ArrayList<>())
            .add(Integer.toString(run.number()));
      }
    }
    return numbers.entrySet().stream()
        .map(
            ended ->
                "%s %s: %s"
                    .formatted(
                        ended.getValue().size() == 1 ? "run" : "runs",
                        String.join(", ", ended.getValue()),
                        ended.getKey()))
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private String advice() {
    return advice.stream()
        .map(change -> "%s %s: %s".formatted(change.parameter(), change.what(), change.reason()))
        .collect(Collectors.joining("\n", "For the next sweep:\n", ""));
  }

  private Optional<String> best() {
    Optional<FinalsResult> finals =
        sweep.metric().flatMap(metric -> FinalsResult.of(metric, runs, decisions));
    return finals.isPresent()
        ? finals.map(found -> best(found.winner(), found.sentence(), mean(found)))
        : Comparison.of(sweep, runs)
            .map(found -> best(found.best(), found.sentence() + corrected(), ""));
  }

  private String best(Run best, String why, String mean) {
    String parameters = "Its parameters: " + Wording.parameters(best.parameters());
    String test = RunLines.testAccuracy(best, sweep);
    if (sweep.isExternal() && test.isEmpty()) { // a program need not test its runs
      return "%s%n%s".formatted(why, parameters);
    }
    return "%s%n%s%nOn the test images it reaches %s%s%s.%n%s"
        .formatted(
            bands(),
            why,
            test,
            best.band() == null || sweep.thresholds().isEmpty()
                ? ""
                : ", " + Wording.band(best.band(), sweep.thresholds()),
            mean,
            parameters);
  }

  /** The exported model is the winner's own run; what its parameters are good for is the mean. */
  private static String mean(FinalsResult finals) {
    Double test = finals.testAccuracy();
    return test == null ? "" : "; in the mean of its new seeds " + Accuracies.percent(test);
  }

  private String corrected() {
    return corrected == null ? "" : "%n%s".formatted(corrected.sentence());
  }

  /** How many finished runs there are in each band. */
  private String bands() {
    return IntStream.range(0, sweep.result().bands().size())
        .mapToObj(
            band ->
                Accuracies.bandName(band, sweep.thresholds())
                    + ": "
                    + Wording.count(sweep.result().bands().get(band), "run"))
        .collect(Collectors.joining(", "));
  }

  private String next(String argument, @Nullable String dashboard, UnaryOperator<String> command) {
    List<String> lines = new ArrayList<>();
    boolean unfinished =
        sweep.status() == SweepStatus.INTERRUPTED || sweep.status() == SweepStatus.STOPPED;
    if (unfinished && !sweep.isExternal()) { // only its program can go on with it
      lines.add("resume     " + command.apply("resume " + argument));
    }
    lines.add("dashboard  " + (dashboard == null ? command.apply("serve") : dashboard));
    if (runs.stream().anyMatch(run -> run.id().equals(sweep.bestRunId()) && !run.isExternal())) {
      lines.add("export     " + command.apply("export %s -o best/".formatted(argument)));
    }
    if (!advice.isEmpty()) {
      lines.add("next       " + command.apply("next %s".formatted(argument)));
    }
    return String.join("\n", lines);
  }
}
