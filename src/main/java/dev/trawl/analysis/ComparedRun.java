package dev.trawl.analysis;

import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Predictions;
import dev.trawl.track.Run;
import dev.trawl.track.Runs;
import dev.trawl.track.Sweep;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run beside others, with what it predicts for the images that it was not trained on.
 *
 * @param evaluation on the test images; null without one
 * @param validation for the images that its best epoch was chosen by; null where none are recorded
 * @param test for the test images; null where none are recorded
 */
public record ComparedRun(
    Sweep sweep,
    Run run,
    @Nullable Evaluation evaluation,
    @Nullable ImagePredictions validation,
    @Nullable ImagePredictions test) {

  /** As it is recorded; what is damaged is as if it were not there. */
  public static ComparedRun of(Sweep sweep, Run run, Runs runs, Predictions predictions) {
    return new ComparedRun(
        sweep,
        run,
        readable(() -> runs.evaluation(run.id())),
        readable(() -> predictions.predictions(run.id(), Part.VALIDATION)),
        readable(() -> predictions.predictions(run.id(), Part.TEST)));
  }

  private static <T> @Nullable T readable(Supplier<Optional<T>> read) {
    try {
      return read.get().orElse(null);
    } catch (DamagedRecordException e) {
      return null;
    }
  }

  /** Null where none are recorded. */
  @Nullable ImagePredictions predictions(Part part) {
    return part == Part.VALIDATION ? validation : test;
  }

  /** Whether any predictions are recorded. */
  boolean predicts() {
    return validation != null || test != null;
  }

  /** Whether an image's place in its file means the same image for both. */
  boolean hasDataOf(ComparedRun other) {
    String mine = checksum();
    return !mine.isEmpty() && mine.equals(other.checksum());
  }

  /**
   * Whether its test images are known to be the other's: where they are, errors can be compared.
   */
  public boolean isTestedAs(ComparedRun other) {
    if (run.sweepId().equals(other.run.sweepId())) {
      return true;
    }
    return test != null
        && other.test != null
        && hasDataOf(other)
        && test.images().equals(other.test.images());
  }

  private String checksum() {
    return sweep.dataset().map(DatasetInfo::sha256).orElse("");
  }

  /** {@code run 7}, or {@code run 7 of digits} beside a run of another sweep. */
  String nameBeside(ComparedRun other) {
    return name(!run.sweepId().equals(other.run.sweepId()));
  }

  String name(boolean withSweep) {
    return "run " + run.number() + (withSweep ? " of " + sweep.name() : "");
  }
}
