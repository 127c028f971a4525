package dev.trawl.export.graph;

import java.util.List;

/**
 * A layer's weights and biases, one bias for each output. Convolution: [outputs, inputs of a group,
 * height, width]; dense: [outputs, inputs]. Whoever gets the arrays leaves them as they are.
 */
public final class Weights {
  private final float[] values;
  private final List<Integer> shape;
  private final float[] bias;

  Weights(float[] values, List<Integer> shape, float[] bias) {
    this.values = values;
    this.shape = List.copyOf(shape);
    this.bias = bias;
  }

  /** Row by row, the last index first. */
  public float[] values() {
    return values;
  }

  /** Outputs first. */
  public List<Integer> shape() {
    return shape;
  }

  /** One for each output. */
  public float[] bias() {
    return bias;
  }

  /** How many outputs there are. */
  public int outputs() {
    return shape.get(0);
  }

  /** The same layer followed by {@code factor · x + shift} for each output. */
  Weights then(double[] factor, double[] shift) {
    float[] scaled = values.clone();
    float[] moved = bias.clone();
    int row = values.length / bias.length;
    for (int output = 0; output < bias.length; output++) {
      for (int i = output * row; i < (output + 1) * row; i++) {
        scaled[i] = (float) (values[i] * factor[output]);
      }
      moved[output] = (float) (bias[output] * factor[output] + shift[output]);
    }
    return new Weights(scaled, shape, moved);
  }
}
