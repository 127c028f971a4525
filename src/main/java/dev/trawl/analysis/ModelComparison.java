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
import java.util.BitSet;
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
  /** Fewer can't tell apart what is worth telling apart. */
  public static final int FEWEST_IMAGES = 1_000;

  private ModelComparison() {}

  /** A model and what it came from. */
  public record Candidate(ModelVersion model, Run run, Sweep sweep) {
    private String data() {
      return sweep.dataset().map(DatasetInfo::sha256).orElse("none");
    }
  }

  /**
   * Compares a candidate with the version whose alias it is to take.
   *
   * @param predictions of the two runs
   * @throws RefusedChangeException for models of different data, or fewer than {@link
   *     #FEWEST_IMAGES} images
   */
  public static PairedTest test(Candidate incumbent, Candidate candidate, Predictions predictions) {
    if (!incumbent.data().equals(candidate.data())) {
      throw new RefusedChangeException(
          "need models of the same data to compare them, found %s of the data with SHA-256 %s and %s of %s"
              .formatted(
                  incumbent.model().describe(),
                  incumbent.data(),
                  candidate.model().describe(),
                  candidate.data()));
    }
    Common validation = Common.of(Part.VALIDATION, incumbent, candidate, predictions);
    Common test = Common.of(Part.TEST, incumbent, candidate, predictions);
    Common compared = validation.isEnough() ? validation : test;
    if (!compared.isEnough()) {
      throw new RefusedChangeException(
          "need %,d images that neither %s nor %s was trained on, found predictions of both for %,d validation and %,d test images"
              .formatted(
                  FEWEST_IMAGES,
                  incumbent.model().describe(),
                  candidate.model().describe(),
                  validation.size(),
                  test.size()));
    }
    return compared.test(incumbent.model().version());
  }

  /**
   * The images of a part that both runs predicted, by their places in the source file.
   *
   * @param before that the incumbent has right
   * @param after that the candidate has right
   */
  private record Common(Part part, BitSet images, BitSet before, BitSet after) {
    static Common of(Part part, Candidate incumbent, Candidate candidate, Predictions predictions) {
      Optional<ImagePredictions> before = known(part, incumbent, predictions);
      Optional<ImagePredictions> after = known(part, candidate, predictions);
      if (before.isEmpty() || after.isEmpty()) {
        return new Common(part, new BitSet(), new BitSet(), new BitSet());
      }
      BitSet images = before.get().images();
      images.and(after.get().images());
      return new Common(
          part,
          images,
          before.get().rightImages().orElseThrow(),
          after.get().rightImages().orElseThrow());
    }

    private static Optional<ImagePredictions> known(
        Part part, Candidate candidate, Predictions predictions) {
      return predictions
          .predictions(candidate.run().id(), part)
          .filter(ImagePredictions::knowsRight);
    }

    int size() {
      return images.cardinality();
    }

    boolean isEnough() {
      return size() >= FEWEST_IMAGES;
    }

    PairedTest test(int incumbent) {
      BitSet gained = (BitSet) after.clone();
      gained.andNot(before);
      gained.and(images);
      BitSet lost = (BitSet) before.clone();
      lost.andNot(after);
      lost.and(images);
      PairedDifference paired =
          new PairedDifference(gained.cardinality(), lost.cardinality(), size());
      Interval interval = paired.interval();
      return new PairedTest(
          incumbent,
          part,
          size(),
          paired.gained(),
          paired.lost(),
          interval.low(),
          interval.high(),
          paired.p());
    }
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
