package dev.trawl.analysis;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.track.Decision;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is wrong with a sweep, and likely why, from its numbers alone. */
public final class Diagnosis {
  private final Sweep sweep;
  private final List<Run> runs;
  private final Optional<FinalsResult> finals;
  private final Function<Run, List<Metric>> accuracies;

  private Diagnosis(
      Sweep sweep,
      List<Run> runs,
      Optional<FinalsResult> finals,
      Function<Run, List<Metric>> accuracies) {
    this.sweep = sweep;
    this.runs = runs;
    this.finals = finals;
    this.accuracies = accuracies;
  }

  /**
   * The findings, the worst first; empty when there is nothing to say. The best run is the winner
   * of the finals, where there is one.
   *
   * @param runs of the whole sweep; those of its finals don't count otherwise
   * @param decisions of the whole sweep
   * @param accuracies a run's {@code val_accuracy} by epoch; asked for the best run at most
   */
  public static List<Finding> of(
      Sweep sweep,
      Collection<Run> runs,
      Collection<Decision> decisions,
      Function<Run, List<Metric>> accuracies) {
    Optional<FinalsResult> finals =
        sweep.metric().flatMap(metric -> FinalsResult.of(metric, runs, decisions));
    List<Run> ordered =
        runs.stream()
            .filter(run -> !run.isOfFinals())
            .sorted(Comparator.comparingInt(Run::number))
            .toList();
    return new Diagnosis(sweep, ordered, finals, accuracies).findings();
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    noneFinished().ifPresent(findings::add);
    new FailedRuns(runs).findings().forEach(findings::add);
    nothingLearnt().ifPresent(findings::add);
    Optional<Comparison> comparison = Comparison.of(sweep, runs);
    finals
        .map(FinalsResult::winner)
        .or(() -> comparison.map(Comparison::best))
        .ifPresent(best -> findings.addAll(ofBest(best)));
    finals
        .map(Diagnosis::choice)
        .or(() -> comparison.filter(found -> found.runnerUp() != null).map(Diagnosis::choice))
        .ifPresent(findings::add);
    findings.sort(Comparator.comparing(Finding::severity).reversed());
    return List.copyOf(findings);
  }

  private static Finding choice(FinalsResult found) {
    String id = found.winner().id();
    return new Finding(
        Severity.INFO, "The finals chose the best run", found.outcome(), List.of(id));
  }

  private static Finding choice(Comparison found) {
    String id = found.best().id();
    return new Finding(Severity.INFO, title(found), found.sentence(), List.of(id));
  }

  private static String title(Comparison found) {
    if (found.isTie()) {
      return "The best runs are equal";
    }
    return found.byMoreThanChance() || found.difference() == null
        ? "The best run leads"
        : "The best run's lead could be chance";
  }

  private Optional<Finding> noneFinished() {
    if (sweep.status() == SweepStatus.RUNNING
        || runs.stream().anyMatch(run -> run.status() == RunStatus.FINISHED)) {
      return Optional.empty();
    }
    if (runs.isEmpty()) {
      return Optional.of(
          new Finding(
              Severity.ERROR,
              "No runs",
              "The sweep is %s and has none.".formatted(sweep.status()),
              List.of()));
    }
    return Optional.of(
        new Finding(
            Severity.ERROR,
            "No run finished",
            "The sweep is %s and none of its %d runs finished, so that there is no model."
                .formatted(sweep.status(), runs.size()),
            List.of()));
  }

  /** Runs whose validation accuracy is what guessing gives. */
  private Optional<Finding> nothingLearnt() {
    List<Run> guessing = runs.stream().filter(this::guesses).toList();
    if (guessing.isEmpty()) {
      return Optional.empty();
    }
    boolean all = guessing.stream().anyMatch(run -> run.id().equals(sweep.bestRunId()));
    Run first = guessing.get(0);
    return Optional.of(
        new Finding(
            all ? Severity.ERROR : Severity.WARNING,
            "%s learnt nothing".formatted(FailedRuns.count(guessing.size(), "run")),
            "Run %d has val_accuracy %s, what guessing among %d classes gives. %s"
                .formatted(
                    first.number(),
                    Accuracies.percent(Comparison.value(first, Metric.VAL_ACCURACY)),
                    Accuracies.classes(sweep),
                    all
                        ? "As even the best run does no better, check that the labels belong to"
                            + " the images."
                        : "Others learn, so the labels are right" + learningRates(guessing)),
            guessing.stream().map(Run::id).toList()));
  }

  /** The sentence's end: what the guessing runs' learning rates say. */
  private String learningRates(List<Run> guessing) {
    LearningRates rates =
        new LearningRates(
            guessing,
            runs.stream()
                .filter(run -> run.status() == RunStatus.FINISHED && !guessing.contains(run))
                .toList());
    String others = "the runs that learn";
    return rates
        .tooHigh(others)
        .or(() -> rates.tooLow(others))
        .map(cause -> "; " + cause)
        .orElse(".");
  }

  private boolean guesses(Run run) {
    return run.status() == RunStatus.FINISHED && Accuracies.isChance(run, sweep);
  }

  /** Why the best run misses a threshold; empty when it reaches all, or only guesses. */
  private List<Finding> ofBest(Run best) {
    double test = Comparison.value(best, Metric.TEST_ACCURACY);
    List<Double> thresholds = sweep.thresholds();
    if (thresholds.isEmpty() || Double.isNaN(test)) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    boolean belowAll = test < thresholds.get(0);
    if (belowAll && !guesses(best)) {
      findings.add(belowLowest(best, thresholds.get(0)));
    }
    if (test < thresholds.get(thresholds.size() - 1)) {
      stillRising(best, belowAll ? Severity.WARNING : Severity.INFO).ifPresent(findings::add);
    }
    return findings;
  }

  private Finding belowLowest(Run best, double threshold) {
    Shortfall shortfall = new Shortfall(sweep, best, threshold);
    return new Finding(
        Severity.ERROR,
        "The best run stays below %s".formatted(Accuracies.threshold(threshold)),
        "Run %d: %s. %s%s"
            .formatted(
                best.number(),
                shortfall.measured(),
                shortfall.cause().text(),
                remedy(shortfall.cause(), best.epochWord())),
        List.of(best.id()));
  }

  private String remedy(Shortfall.Cause cause, String epoch) {
    return switch (cause) {
      case UNDERFITTING ->
          " Try a larger model, less dropout and l2, another learning rate or more %ss; "
                  .formatted(epoch)
              + Shortfall.LABELS;
      case OVERFITTING ->
          " Try more dropout or l2, or more training images%s."
              .formatted(
                  sweep
                      .dataset()
                      .map(dataset -> " (%d now)".formatted(dataset.trainImages()))
                      .orElse(""));
      case UNKNOWN, OTHER_IMAGES, CHANCE -> "";
    };
  }

  private Optional<Finding> stillRising(Run best, Severity severity) {
    List<Metric> curve = accuracies.apply(best);
    if (curve.size() < 2 || best.epochs() < sweep.plan().epochs()) {
      return Optional.empty();
    }
    double last = curve.get(curve.size() - 1).value();
    double before =
        curve.subList(0, curve.size() - 1).stream()
            .mapToDouble(Metric::value)
            .filter(Double::isFinite)
            .max()
            .orElse(Double.NaN);
    if (!(last > before)) {
      return Optional.empty();
    }
    return Optional.of(
        new Finding(
            severity,
            "The best run was still improving",
            "Run %d's val_accuracy rose to %s in %s %d, its last, from at most %s before: more %ss (training.epochs) will likely help."
                .formatted(
                    best.number(),
                    Accuracies.percent(last),
                    best.epochWord(),
                    best.epochs(),
                    Accuracies.percent(before),
                    best.epochWord()),
            List.of(best.id())));
  }
}
