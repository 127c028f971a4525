package dev.trawl.analysis;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.analysis.Symptom.Words;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands in the way of one run, by its recorded epochs alone, and what to change in the sweep
 * file. A rule says nothing where what it needs is not recorded, and a run that reaches all
 * thresholds of its sweep is not criticised. src/docs/diagnosis.md has the rules.
 */
public final class RunDiagnosis {
  /** What the rules look at. */
  private static final Set<String> METRICS =
      Set.of(
          Metric.TRAIN_LOSS,
          Metric.TRAIN_ACCURACY,
          Metric.VAL_LOSS,
          Metric.VAL_ACCURACY,
          Metric.LEARNING_RATE);

  /** Earlier a run that trains may only have begun. */
  private static final int LIVE_EPOCHS = 5;

  private final RunEvidence evidence;

  private RunDiagnosis(RunEvidence evidence) {
    this.evidence = evidence;
  }

  /**
   * The findings of a recorded run, the worst first; empty when nothing stands out, and of a run
   * that trains before its fifth epoch. Where the file can't be read they name no keys.
   */
  public static List<Finding> of(RunStore store, SweepFiles files, Sweep sweep, Run run) {
    List<Metric> metrics = store.metrics(run.id(), METRICS);
    return of(sweep, run, metrics, settings(store, files, sweep, run));
  }

  private static RunSettings settings(RunStore store, SweepFiles files, Sweep sweep, Run run) {
    try {
      return RunSettings.of(files, sweep, store.adjustments(sweep.id()), run);
    } catch (DamagedRecordException e) {
      return RunSettings.UNKNOWN;
    }
  }

  /**
   * The same of what is known already.
   *
   * @param metrics of the run, {@link #METRICS} among them
   */
  static List<Finding> of(Sweep sweep, Run run, Collection<Metric> metrics, RunSettings settings) {
    return of(sweep, run, metrics).symptoms().stream()
        .map(symptom -> symptom.finding(run, settings))
        .toList();
  }

  /**
   * What the findings of several runs of a sweep are called, by the runs' ids: the epochs are read
   * together, of those runs whose record alone doesn't tell.
   */
  public static Map<String, List<Symptom>> symptoms(
      RunStore store, Sweep sweep, Collection<Run> runs) {
    Set<String> open =
        runs.stream()
            .filter(run -> of(sweep, run, List.of()).isOpen())
            .map(Run::id)
            .collect(Collectors.toSet());
    Map<String, List<Metric>> metrics = store.sweepMetrics(sweep.id(), METRICS, open);
    return runs.stream()
        .collect(
            Collectors.toMap(
                Run::id,
                run -> of(sweep, run, metrics.getOrDefault(run.id(), List.of())).symptoms()));
  }

  private static RunDiagnosis of(Sweep sweep, Run run, Collection<Metric> metrics) {
    return new RunDiagnosis(new RunEvidence(sweep, run, new RunCurves(metrics, run.epochs())));
  }

  /** Whether nothing is said of the run, whatever its epochs are like. */
  private boolean isSilent() {
    boolean isOver = evidence.run().status().isFinal();
    return (!isOver && evidence.curves().epochs() < LIVE_EPOCHS) || evidence.reachesAll();
  }

  /** What the run's record alone tells. */
  private Optional<Symptom> broken() {
    return Stream.<RunRule>of(new Divergence(), new Guessing())
        .flatMap(rule -> rule.find(evidence).stream())
        .findFirst();
  }

  /** Whether its epochs decide. */
  private boolean isOpen() {
    return !isSilent() && broken().isEmpty();
  }

  private List<Symptom> symptoms() {
    if (isSilent()) {
      return List.of();
    }
    return broken().map(List::of).orElseGet(this::ofTraining).stream()
        .sorted(Comparator.comparing(Symptom::severity).reversed())
        .toList();
  }

  /** The first cause that shows: what doesn't settle tells nothing of the others. */
  private List<Symptom> ofTraining() {
    Optional<Symptom> cause =
        Stream.<RunRule>of(
                new Oscillation(),
                Overfitting::byGap,
                Overfitting::byLoss,
                new SlowLearning(),
                new EarlyEnd())
            .flatMap(rule -> rule.find(evidence).stream())
            .findFirst();
    return Stream.of(shortfall(cause.isPresent()), cause).flatMap(Optional::stream).toList();
  }

  private Optional<Symptom> shortfall(boolean isExplained) {
    return evidence
        .threshold()
        .filter(threshold -> evidence.isFinished())
        .map(threshold -> new Shortfall(evidence.sweep(), evidence.run(), threshold))
        .filter(Shortfall::isCertain)
        .map(
            shortfall ->
                new Symptom(
                    Severity.WARNING,
                    "It stays below " + Accuracies.threshold(evidence.threshold().orElseThrow()),
                    settings ->
                        isExplained
                            ? words(shortfall, List.of(), "The likely cause is the other finding.")
                            : words(shortfall, settings.remedies())));
  }

  private Words words(Shortfall shortfall, FileRemedies remedies) {
    Shortfall.Cause cause = shortfall.cause();
    List<FileChange> changes =
        switch (cause) {
          case UNDERFITTING -> remedies.ofUnderfitting(evidence.curves().epochs());
          case OVERFITTING -> remedies.ofOverfitting(false);
          case UNKNOWN, OTHER_IMAGES, CHANCE -> List.of();
        };
    String others =
        switch (cause) {
          case UNDERFITTING ->
              " A larger model or another learning rate may do it; " + Shortfall.LABELS;
          case OVERFITTING -> " More training images help most.";
          case UNKNOWN, OTHER_IMAGES, CHANCE -> "";
        };
    String tries = changes.isEmpty() ? "" : " " + FileRemedies.sentence(changes, "");
    return words(shortfall, changes, cause.text() + tries + others);
  }

  private static Words words(Shortfall shortfall, List<FileChange> changes, String cause) {
    return new Words("It has %s. %s".formatted(shortfall.measured(), cause), changes);
  }
}
