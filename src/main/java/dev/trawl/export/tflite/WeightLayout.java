package dev.trawl.export.tflite;

import dev.trawl.export.graph.TensorShape;
import dev.trawl.export.graph.Weights;
import java.util.List;

/**
 * Where a layer's weights lie with channels last.
 *
 * @param sizes of the tensor
 * @param sources where each number of it is among the graph's
 * @param outputs the dimension of the outputs
 */
@SuppressWarnings("ArrayRecordComponent")
record WeightLayout(List<Integer> sizes, int[] sources, int outputs) {
  /** [outputs, inputs, height, width] → [outputs, height, width, inputs]. */
  static WeightLayout convolution(Weights weights) {
    List<Integer> from = weights.shape();
    int outputs = from.get(0);
    int inputs = from.get(1);
    int pixels = from.get(2) * from.get(3);
    int[] sources = new int[weights.values().length];
    for (int output = 0; output < outputs; output++) {
      lastChannel(sources, output * inputs * pixels, inputs, pixels);
    }
    return new WeightLayout(List.of(outputs, from.get(2), from.get(3), inputs), sources, 0);
  }

  /** [channels, 1, height, width] → [1, height, width, channels]. */
  static WeightLayout depthwise(Weights weights) {
    List<Integer> from = weights.shape();
    int[] sources = new int[weights.values().length];
    lastChannel(sources, 0, from.get(0), from.get(2) * from.get(3));
    return new WeightLayout(List.of(1, from.get(2), from.get(3), from.get(0)), sources, 3);
  }

  /** [outputs, inputs], whose inputs were an image once: channels, rows, columns. */
  static WeightLayout dense(Weights weights, TensorShape image) {
    int[] sources = new int[weights.values().length];
    int pixels = image.count() / image.channels();
    for (int output = 0; output < weights.outputs(); output++) {
      lastChannel(sources, output * image.count(), image.channels(), pixels);
    }
    return new WeightLayout(weights.shape(), sources, 0);
  }

  private static void lastChannel(int[] sources, int start, int channels, int pixels) {
    for (int pixel = 0; pixel < pixels; pixel++) {
      for (int channel = 0; channel < channels; channel++) {
        sources[start + pixel * channels + channel] = start + channel * pixels + pixel;
      }
    }
  }

  float[] moved(float[] values) {
    float[] moved = new float[values.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = values[sources[i]];
    }
    return moved;
  }

  byte[] moved(byte[] values) {
    byte[] moved = new byte[values.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = values[sources[i]];
    }
    return moved;
  }
}
