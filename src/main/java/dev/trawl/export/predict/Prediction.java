package dev.trawl.export.predict;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a model says of one image.
 *
 * @param probabilities of each class, in the order of the labels; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
public record Prediction(float[] probabilities) {
  /** The predictions of {@link Predictor#probabilities}, row by row. */
  public static List<Prediction> of(float[] rows, int classes) {
    return IntStream.range(0, rows.length / classes)
        .mapToObj(i -> new Prediction(Arrays.copyOfRange(rows, i * classes, (i + 1) * classes)))
        .toList();
  }

  /** The likeliest class; of several the first. */
  public int best() {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      if (probabilities[i] > probabilities[best]) {
        best = i;
      }
    }
    return best;
  }

  /** The class after {@link #best}. */
  public int second() {
    int best = best();
    int second = best == 0 ? 1 : 0;
    for (int i = second + 1; i < probabilities.length; i++) {
      if (i != best && probabilities[i] > probabilities[second]) {
        second = i;
      }
    }
    return second;
  }
}
