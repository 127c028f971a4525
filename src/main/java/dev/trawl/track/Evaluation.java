package dev.trawl.track;

import java.util.List;

/**
 * How a classifier did on a set of images.
 *
 * @param loss mean cross-entropy, in nats an image
 * @param confusion counts; row: true class, column: predicted class, both in the labels' order
 */
public record Evaluation(double loss, List<List<Long>> confusion) {
  private static final double LIMIT = 0x1p63;

  public Evaluation {
    confusion =
        Needed.notNull("a confusion matrix", confusion).stream().map(Evaluation::row).toList();
    for (List<Long> row : confusion) {
      if (row.size() != confusion.size() || row.stream().anyMatch(count -> count < 0)) {
        throw new IllegalArgumentException(
            "need a confusion matrix of %1$d rows with %1$d counts, found the row %2$s"
                .formatted(confusion.size(), row));
      }
    }
    if (confusion.stream().flatMap(List::stream).mapToDouble(Long::doubleValue).sum() >= LIMIT) {
      throw new IllegalArgumentException(
          "need a confusion matrix of less than 2^63 images, found " + confusion);
    }
  }

  private static List<Long> row(List<Long> counts) {
    for (Long count : Needed.notNull("each row of the confusion matrix", counts)) {
      Needed.notNull("each count of the confusion matrix", count);
    }
    return List.copyOf(counts);
  }

  public long images() {
    return confusion.stream().flatMap(List::stream).mapToLong(Long::longValue).sum();
  }

  public long correct() {
    long correct = 0;
    for (int i = 0; i < confusion.size(); i++) {
      correct += confusion.get(i).get(i);
    }
    return correct;
  }

  /** The fraction of images predicted right; NaN without images. */
  public double accuracy() {
    return (double) correct() / images();
  }

  /**
   * Of the images predicted as the class, the fraction that is of it; NaN where none is predicted.
   */
  public double precision(int label) {
    long predicted = confusion.stream().mapToLong(row -> row.get(label)).sum();
    return (double) confusion.get(label).get(label) / predicted;
  }

  /** Of the class's images, the fraction predicted as it; NaN for a class without images. */
  public double recall(int label) {
    List<Long> row = confusion.get(label);
    return (double) row.get(label) / row.stream().mapToLong(Long::longValue).sum();
  }

  /**
   * The harmonic mean of a class's precision and recall, from 0 to 1; NaN for a class that has no
   * images and is never predicted.
   */
  public double f1(int label) {
    long right = confusion.get(label).get(label);
    long predicted = confusion.stream().mapToLong(row -> row.get(label)).sum();
    long support = confusion.get(label).stream().mapToLong(Long::longValue).sum();
    return 2.0 * right / (predicted + support);
  }
}
