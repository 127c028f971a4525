package dev.trawl.export.tflite;

import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.graph.Weights;
import java.util.List;

/** How a TensorFlow Lite file keeps numbers: in floats, or in 8 bits. */
interface TfliteNumbers {
  /** The input, and what makes the graph's input of it. */
  Images images(List<Integer> sizes);

  /**
   * Both tensors.
   *
   * @param input what a caller fills
   * @param scaled what the first layer reads
   */
  record Images(int input, int scaled) {}

  /** A tensor that is computed. */
  int tensor(String name, List<Integer> sizes);

  /** Says that a tensor has only numbers of another. */
  void like(String tensor, String other);

  /** Says that a tensor has the other's numbers times a factor. */
  void times(String tensor, String other, float factor);

  /** Says that a tensor lies between −1 (or 0) and 1, in the steps that the interpreter has. */
  void unit(String tensor, boolean signed);

  int weights(String name, String input, Weights weights, WeightLayout layout);

  int bias(String name, String input, Weights weights, WeightLayout layout);

  /** A number that a tensor is multiplied by. */
  int factor(String name, float value);

  int version(Operator operator);

  /** Asks for a kind of layer that not all have. */
  void need(String layer, String kind) throws UnsupportedLayerException;
}
