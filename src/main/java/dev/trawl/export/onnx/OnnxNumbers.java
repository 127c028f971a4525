package dev.trawl.export.onnx;

import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.graph.Weights;

/** How an ONNX file keeps numbers: in floats, or in 8 bits. */
interface OnnxNumbers {
  /** Appends what makes the graph's input of the images. */
  void images(String image);

  /** The name under which a tensor is read. */
  String input(String tensor);

  /** The name under which a tensor is computed, before {@link #finish}. */
  String result(String tensor);

  /** Appends what a tensor that was computed still needs. */
  void finish(String tensor);

  /** The same of one that has only numbers of another, so that it keeps their form. */
  void finishLike(String tensor, String other);

  /**
   * Appends a layer's weights.
   *
   * @param input what the layer reads
   */
  String weights(String name, String input, Weights weights);

  /** Appends its biases. */
  String bias(String name, String input, Weights weights);

  /** Asks for a kind of layer that not all have. */
  void need(String layer, String kind) throws UnsupportedLayerException;
}
