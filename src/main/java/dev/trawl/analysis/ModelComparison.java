package dev.trawl.analysis;

import dev.trawl.track.DatasetInfo;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.Interval;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.PairedTest;
import dev.trawl.track.Predictions;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares two models on images that neither was trained on, by what is recorded of their runs: the
 * validation images that both kept apart, or, where these are too few, the test images.
 *
 * <p>The models are of the same data, so that an image's place in its file tells which it is. Each
 * run's best epoch was chosen by its validation images; that is not corrected.
 */
public final class ModelComparison {
  private ModelComparison() {}

  /** A model and what it came from. */
  public record Candidate(ModelVersion model, Run run, Sweep sweep) {
    /** Empty where it is not known. */
    private String data() {
      return sweep.dataset().map(DatasetInfo::sha256).orElse("");
    }
  }

  /**
   * Compares a candidate with the version whose alias it is to take.
   *
   * @param predictions of the two runs
   * @throws RefusedChangeException for models of different data, or fewer than {@value
   *     PairedDifference#FEWEST_IMAGES} images
   */
  public static PairedTest test(Candidate incumbent, Candidate candidate, Predictions predictions) {
    if (incumbent.data().isEmpty() || !incumbent.data().equals(candidate.data())) {
      throw new RefusedChangeException(
          "need models of the same data to compare them, found %s of %s and %s of %s"
              .formatted(
                  incumbent.model().describe(),
                  described(incumbent.data()),
                  candidate.model().describe(),
                  described(candidate.data())));
    }
    Optional<PairedDifference> validation =
        paired(Part.VALIDATION, incumbent, candidate, predictions);
    Optional<PairedDifference> test = paired(Part.TEST, incumbent, candidate, predictions);
    boolean isByValidation = validation.filter(PairedDifference::isEnough).isPresent();
    PairedDifference found =
        (isByValidation ? validation : test)
            .filter(PairedDifference::isEnough)
            .orElseThrow(
                () ->
                    new RefusedChangeException(
                        "need %,d images that neither %s nor %s was trained on, found predictions of both for %,d validation and %,d test images"
                            .formatted(
                                PairedDifference.FEWEST_IMAGES,
                                incumbent.model().describe(),
                                candidate.model().describe(),
                                validation.map(PairedDifference::images).orElse(0),
                                test.map(PairedDifference::images).orElse(0))));
    return test(incumbent.model().version(), isByValidation ? Part.VALIDATION : Part.TEST, found);
  }

  private static String described(String data) {
    return data.isEmpty() ? "unknown data" : "the data with SHA-256 " + data;
  }

  private static Optional<PairedDifference> paired(
      Part part, Candidate incumbent, Candidate candidate, Predictions predictions) {
    Optional<ImagePredictions> after = predictions.predictions(candidate.run().id(), part);
    return predictions
        .predictions(incumbent.run().id(), part)
        .flatMap(before -> after.flatMap(found -> PairedDifference.of(before, found)));
  }

  private static PairedTest test(int incumbent, Part part, PairedDifference paired) {
    Interval interval = paired.interval();
    return new PairedTest(
        incumbent,
        part,
        paired.images(),
        paired.gained(),
        paired.lost(),
        interval.low(),
        interval.high(),
        paired.p());
  }

  /** What a test found, in a sentence with its numbers. */
  public static String sentence(PairedTest test) {
    return String.format(
        Locale.ROOT,
        "%+.2f points against version %d on %,d %s (95 %% %+.2f to %+.2f, McNemar's p %s): %s.",
        100 * test.difference(),
        test.incumbent(),
        test.compared(),
        test.images() == Part.TEST
            ? "test images, as too few validation images are common"
            : "validation images that neither was trained on",
        100 * test.low(),
        100 * test.high(),
        test.p() < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", test.p()),
        test.showsBetter()
            ? "better by more than chance"
            : test.gained() > test.lost() ? "maybe chance" : "not better");
  }
}
