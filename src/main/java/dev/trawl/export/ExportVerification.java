package dev.trawl.export;

import dev.trawl.analysis.Accuracies;
import dev.trawl.data.ImageSet;
import dev.trawl.export.predict.Predictor;
import dev.trawl.track.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures what was exported against the network that it was made of, on the test images.
 *
 * @param images the test images
 * @param tested what the run did on them
 * @param network what the network makes of them here
 * @param tolerance of accuracy that 8 bits may lose, 0 to 1
 */
record ExportVerification(
    ImageSet images, Evaluation tested, ClassProbabilities network, double tolerance) {
  /**
   * Of the mean loss. A probability is right to some millionths of itself, by any program's
   * rounding.
   */
  private static final double LOSS_TOLERANCE = 1e-5;

  private static final double PROBABILITY_TOLERANCE = 1e-5;

  /**
   * What a format's files do on the test images.
   *
   * @param runtime that ran them
   */
  record Verified(Evaluation evaluation, Agreement agreement, String runtime) {}

  /**
   * Opens a format's files in every way and has each predict the test images.
   *
   * @return what the first way made of them
   * @throws ExportException when one doesn't predict as it has to
   */
  Verified verify(ModelFormat format, Path folder) throws IOException, ExportException {
    List<Verified> measured = new ArrayList<>();
    for (ModelFormat.Opening opening : format.openings()) {
      try (Predictor predictor = opening.open(folder)) {
        ClassProbabilities found = ClassProbabilities.of(predictor, images);
        Verified verified =
            new Verified(
                found.evaluation(images),
                Agreement.of(network, found, ClassProbabilities.labels(images)),
                predictor.runtime());
        if (format.isQuantised()) {
          checkQuantised(verified, format.key());
        } else {
          check(verified.evaluation(), verified.runtime());
          checkEqual(verified);
        }
        measured.add(verified);
      }
    }
    return measured.get(0);
  }

  /**
   * The model is the one that was tested. With the run's processor, layers and number of threads it
   * gives the same bits; others round otherwise.
   */
  private void check(Evaluation found, String runtime) throws ExportException {
    double difference = Math.abs(found.loss() - tested.loss());
    if (!hasSameAccuracy(found) || !(difference <= LOSS_TOLERANCE * Math.max(1, tested.loss()))) {
      throw new ExportException(
          "need the run's test accuracy %s and loss %s, found %s and %s from the exported model on %s"
              .formatted(
                  tested.accuracy(), tested.loss(), found.accuracy(), found.loss(), runtime));
    }
  }

  /** As many images right, but for one in ten thousand or two in all. */
  private boolean hasSameAccuracy(Evaluation found) {
    return Math.abs(found.correct() - tested.correct()) <= Math.max(2, tested.images() * 1e-4);
  }

  private static void checkEqual(Verified verified) throws ExportException {
    Agreement agreement = verified.agreement();
    int wrong = agreement.differing() - agreement.ties();
    if (wrong > 0 || !(agreement.largest() <= PROBABILITY_TOLERANCE)) {
      throw new ExportException(
          String.format(
              Locale.ROOT,
              "need the network's own predictions and probabilities within %s, found %,d other"
                  + " predictions and a difference of %.1e on %s",
              PROBABILITY_TOLERANCE,
              wrong,
              agreement.largest(),
              verified.runtime()));
    }
  }

  private void checkQuantised(Verified verified, String format) throws ExportException {
    double lost = -verified.agreement().paired().value();
    if (lost > tolerance) {
      throw new ExportException(
          String.format(
              Locale.ROOT,
              "%s: need no more than %.2f points of accuracy lost in 8 bits, found %.2f: %s of the"
                  + " test images right instead of %s",
              format,
              100 * tolerance,
              100 * lost,
              Accuracies.percent(verified.evaluation().accuracy()),
              Accuracies.percent(network.evaluation(images).accuracy())));
    }
  }
}
