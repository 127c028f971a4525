package dev.trawl.analysis;

import dev.trawl.analysis.Finding.Severity;
import dev.trawl.analysis.Symptom.Words;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.track.Metric;
import dev.trawl.track.RunStatus;
import java.util.Arrays;
import java.util.Optional;

/**
 * A run that still improved when it ended, by val_loss, which shows it earlier than an accuracy.
 *
 * <p>Source: Godbole et al., Deep Learning Tuning Playbook (2023), "Examining the training curves":
 * trials that still improve at the end of training may benefit from more steps; and "Deciding how
 * long to train when training is not compute-bound": so does one whose best step is in the last
 * quarter. Here the loss has to be, in each epoch of the last quarter (of two, where there are as
 * many), below all before that quarter, and to have fallen there by a twentieth at least. A
 * learning rate that has fallen to a tenth of its highest says that training was meant to end
 * there.
 */
final class EarlyEnd implements RunRule {
  private static final double FALL = 0.95;
  private static final double ENDED_RATE = 0.1;
  private static final int EPOCHS = 2;
  private static final int EPOCHS_FOR_TWO = 5;

  @Override
  public Optional<Symptom> find(RunEvidence run) {
    RunStatus status = run.run().status();
    boolean ended =
        status == RunStatus.FINISHED || status == RunStatus.PRUNED || status == RunStatus.KILLED;
    return run.curves()
        .of(Metric.VAL_LOSS)
        .filter(losses -> ended && isFalling(losses) && !isRateSpent(run))
        .map(losses -> symptom(run, losses));
  }

  private static boolean isFalling(double[] losses) {
    if (losses.length < EPOCHS) {
      return false;
    }
    int begin = lastQuarter(losses);
    double before = Arrays.stream(losses, 0, begin).min().orElseThrow();
    double worst = Arrays.stream(losses, begin, losses.length).max().orElseThrow();
    return worst < before && losses[losses.length - 1] <= FALL * before;
  }

  private static int lastQuarter(double[] losses) {
    int quarter = Math.round(losses.length / 4f);
    return losses.length - Math.max(losses.length < EPOCHS_FOR_TWO ? 1 : 2, quarter);
  }

  private static boolean isRateSpent(RunEvidence run) {
    return run.curves()
        .of(Metric.LEARNING_RATE)
        .filter(
            rates ->
                rates[rates.length - 1] <= ENDED_RATE * Arrays.stream(rates).max().orElseThrow())
        .isPresent();
  }

  private static Symptom symptom(RunEvidence run, double[] losses) {
    boolean isNote = run.run().status() != RunStatus.FINISHED || run.reachesLowest();
    return new Symptom(
        isNote ? Severity.INFO : Severity.WARNING,
        "It was still improving",
        settings -> words(run, losses, settings));
  }

  private static Words words(RunEvidence run, double[] losses, RunSettings settings) {
    int epochs = losses.length;
    int before = lastQuarter(losses);
    int planned = settings.training().map(TrainingSpec::epochs).orElse(run.sweep().plan().epochs());
    return Words.of(
        "Its val_loss fell from %s in %s %d to %s in %s %d, its last%s."
            .formatted(
                NumberText.of(losses[before - 1], 3),
                run.epoch(),
                before,
                NumberText.of(losses[epochs - 1], 3),
                run.epoch(),
                epochs,
                epochs < planned ? " of at most " + planned : ""),
        change(run.run().status(), epochs, planned, settings.remedies()).stream().toList(),
        epochs < planned
            ? "It would likely have become better."
            : "Try more %ss.".formatted(run.epoch()));
  }

  private static Optional<FileChange> change(
      RunStatus status, int epochs, int planned, FileRemedies remedies) {
    if (status == RunStatus.PRUNED) {
      return remedies.laterTermination(epochs, planned);
    }
    if (status == RunStatus.KILLED) {
      return Optional.empty();
    }
    return epochs < planned ? remedies.morePatience() : remedies.moreEpochs(epochs);
  }
}
