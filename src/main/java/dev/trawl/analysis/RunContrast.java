package dev.trawl.analysis;

import dev.trawl.track.DatasetInfo;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Interval;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run against a baseline, image by image.
 *
 * <p>By the validation images that both have, which neither was trained on, even where they are of
 * different sweeps; where they share fewer than {@value PairedDifference#FEWEST_IMAGES} and more
 * test images, by those, which describes them only: whoever chooses by the test images has nothing
 * left to measure the choice with. Fewer than {@value PairedDifference#FEWEST_TELLING} can tell
 * nothing. Which of a run's epochs is its best was chosen by its validation images, of either run
 * alike.
 *
 * @param part by which images; null where nothing can be compared
 * @param difference the run's accuracy minus the baseline's; null likewise
 * @param p McNemar's, corrected for all comparisons with the baseline; null likewise
 * @param comparisons for how many it is corrected
 * @param obstacle why nothing can be compared; null where something can
 */
public record RunContrast(
    ComparedRun baseline,
    ComparedRun run,
    @Nullable Part part,
    @Nullable PairedDifference difference,
    @Nullable Double p,
    int comparisons,
    @Nullable String obstacle) {
  private static final double LEVEL = 0.05;

  /** What a contrast says of the run. */
  public enum Verdict {
    BETTER,
    WORSE,
    /** The difference may be chance. */
    UNDECIDED,
    INCOMPARABLE
  }

  /** As the only comparison. */
  static RunContrast of(ComparedRun baseline, ComparedRun run) {
    Optional<PairedDifference> validation = paired(baseline, run, Part.VALIDATION);
    Optional<PairedDifference> test = paired(baseline, run, Part.TEST);
    if (validation.filter(found -> found.isEnough(test)).isPresent()) {
      return of(baseline, run, Part.VALIDATION, validation.get());
    }
    if (test.isPresent()) {
      return of(baseline, run, Part.TEST, test.get());
    }
    return new RunContrast(baseline, run, null, null, null, 1, obstacle(baseline, run));
  }

  private static RunContrast of(
      ComparedRun baseline, ComparedRun run, Part part, PairedDifference difference) {
    return new RunContrast(baseline, run, part, difference, difference.p(), 1, null);
  }

  /** The same, as one of several. */
  RunContrast corrected(double corrected, int of) {
    return new RunContrast(baseline, run, part, difference, corrected, of, obstacle);
  }

  private static Optional<PairedDifference> paired(
      ComparedRun baseline, ComparedRun run, Part part) {
    ImagePredictions first = baseline.predictions(part);
    ImagePredictions second = run.predictions(part);
    if (first == null || second == null || !baseline.hasDataOf(run)) {
      return Optional.empty();
    }
    return PairedDifference.of(first, second).filter(PairedDifference::canTell);
  }

  private static String obstacle(ComparedRun baseline, ComparedRun run) {
    if (!baseline.hasDataOf(run)) {
      return otherData(baseline, run);
    }
    if (!baseline.predicts()) {
      return unrecorded(baseline.nameBeside(run));
    }
    if (!run.predicts()) {
      return unrecorded(run.nameBeside(baseline));
    }
    return "they were measured on fewer than %d images in common, or which they had right is not recorded"
        .formatted(PairedDifference.FEWEST_TELLING);
  }

  private static String unrecorded(String name) {
    return "what %s predicts is not recorded image by image".formatted(name);
  }

  private static String otherData(ComparedRun baseline, ComparedRun run) {
    Optional<DatasetInfo> first = baseline.sweep().dataset();
    Optional<DatasetInfo> second = run.sweep().dataset();
    if (first.isEmpty() || second.isEmpty()) {
      ComparedRun without = first.isEmpty() ? baseline : run;
      ComparedRun other = first.isEmpty() ? run : baseline;
      return "of %s no data set is recorded".formatted(without.nameBeside(other));
    }
    if (first.get().sha256().isEmpty() || second.get().sha256().isEmpty()) {
      return "a data set has no checksum by which to tell whether it is the same";
    }
    return first.get().name().equals(second.get().name())
        ? "their data sets, both named %s, have different contents".formatted(first.get().name())
        : "their data sets differ: %s and %s".formatted(first.get().name(), second.get().name());
  }

  public Verdict verdict() {
    if (difference == null || p == null) {
      return Verdict.INCOMPARABLE;
    }
    if (p > LEVEL) {
      return Verdict.UNDECIDED;
    }
    return difference.value() > 0 ? Verdict.BETTER : Verdict.WORSE;
  }

  /** For people, with the numbers. */
  public String sentence() {
    String mine = run.nameBeside(baseline);
    String its = baseline.nameBeside(run);
    if (difference == null) {
      return "%s and %s can't be compared image by image: %s."
          .formatted(capitalized(mine), its, obstacle);
    }
    String claim =
        switch (verdict()) {
          case BETTER -> "%s is better than %s, by more than chance".formatted(mine, its);
          case WORSE -> "%s is worse than %s, by more than chance".formatted(mine, its);
          default -> "whether %s is better or worse than %s can't be told".formatted(mine, its);
        };
    return "%s: %s.%s".formatted(capitalized(claim), evidence(difference, its), remark());
  }

  private String evidence(PairedDifference found, String its) {
    String images =
        part == Part.VALIDATION
            ? "of %,d validation images, on which neither was trained,".formatted(found.images())
            : "of %,d test images".formatted(found.images());
    if (found.gained() + found.lost() == 0) {
      return images + " both have the same right";
    }
    Interval interval = found.interval();
    return "%s it has %,d right that %s has wrong, and %,d the other way round (%s points, 95 %%: %s to %s; %s)"
        .formatted(
            images,
            found.gained(),
            its,
            found.lost(),
            points(found.value()),
            points(interval.low()),
            points(interval.high()),
            probability());
  }

  private String probability() {
    String value =
        p == null || p >= 0.001 ? "p = " + String.format(Locale.ROOT, "%.3f", p) : "p < 0.001";
    return comparisons == 1
        ? value
        : "%s, corrected for %d comparisons".formatted(value, comparisons);
  }

  private String remark() {
    return part == Part.TEST
        ? " That describes them and is no ground to choose by: the test images would have nothing"
            + " left to say about the choice."
        : "";
  }

  private static String points(double difference) {
    return String.format(Locale.ROOT, "%+.2f", 100 * difference).replace("-", "−");
  }

  static String capitalized(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
