package dev.trawl.export.predict;

/**
 * A model that answers. For one thread at a time; closing it frees what it holds outside of the
 * heap.
 */
public interface Predictor extends AutoCloseable {
  /** What runs the model, for people, such as {@code Deeplearning4j's own layers}. */
  String runtime();

  /**
   * Each image's probabilities.
   *
   * @param images one after the other, each [channels, height, width], a byte a pixel, 0 to 255
   * @return [images, classes], row by row; each row sums to 1
   * @throws IllegalArgumentException when the bytes are not those of whole images, with what was
   *     needed and what was found
   */
  float[] probabilities(byte[] images);

  @Override
  void close();
}
