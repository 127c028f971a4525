package dev.trawl.export;

import dev.trawl.data.ImageSet;
import dev.trawl.export.predict.Predictor;
import dev.trawl.track.Evaluation;
import dev.trawl.train.EvaluationBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what was exported against what the run did on the test images.
 *
 * @param images the test images
 * @param tested what the run did on them
 */
record ExportVerification(ImageSet images, Evaluation tested) {
  private static final int BATCH_SIZE = 128;

  /**
   * Of the mean loss. A probability is right to some millionths of itself, by any program's
   * rounding.
   */
  private static final double LOSS_TOLERANCE = 1e-5;

  /**
   * Opens a format's files in every way and has each predict the test images.
   *
   * @return what the first way made of them
   * @throws ExportException when one doesn't predict as the run did
   */
  Evaluation verify(ModelFormat format, Path folder) throws IOException, ExportException {
    List<Evaluation> measured = new ArrayList<>();
    for (ModelFormat.Opening opening : format.openings()) {
      try (Predictor predictor = opening.open(folder)) {
        Evaluation found = measure(predictor);
        check(found, predictor.runtime());
        measured.add(found);
      }
    }
    return measured.get(0);
  }

  private Evaluation measure(Predictor predictor) {
    EvaluationBuilder predictions = new EvaluationBuilder(images.classes());
    for (int first = 0; first < images.size(); first += BATCH_SIZE) {
      ByteArrayOutputStream pixels = new ByteArrayOutputStream();
      int[] labels = new int[Math.min(BATCH_SIZE, images.size() - first)];
      for (int i = 0; i < labels.length; i++) {
        pixels.writeBytes(images.pixels(first + i));
        labels[i] = images.label(first + i);
      }
      predictions.addProbabilities(predictor.probabilities(pixels.toByteArray()), labels);
    }
    return predictions.evaluation();
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
}
