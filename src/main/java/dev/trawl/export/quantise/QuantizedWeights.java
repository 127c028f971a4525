package dev.trawl.export.quantise;

import dev.trawl.export.graph.Weights;
import java.util.Arrays;

/**
 * A layer's weights as signed bytes, symmetric about 0, with a scale for each output or one for
 * all; its biases as 32-bit integers at the scale of the sums. Whoever gets the arrays leaves them
 * as they are.
 */
public final class QuantizedWeights {
  private static final int LIMIT = 127;

  /** So that biases fit into 32 bits with room for the sums. */
  private static final float LARGEST_BIAS = 1 << 30;

  private static final float LEAST_SCALE = 1e-12f;

  private final byte[] values;
  private final float[] scales;
  private final int[] bias;
  private final float[] biasScales;

  private QuantizedWeights(byte[] values, float[] scales, int[] bias, float[] biasScales) {
    this.values = values;
    this.scales = scales;
    this.bias = bias;
    this.biasScales = biasScales;
  }

  /**
   * Rounds to the nearest.
   *
   * @param inputScale of what the layer reads
   * @param each whether each output has a scale of its own
   */
  public static QuantizedWeights of(Weights weights, float inputScale, boolean each) {
    int outputs = weights.outputs();
    int row = weights.values().length / outputs;
    float[] scales = scales(weights, inputScale, row);
    if (!each) {
      float largest = scales[0];
      for (float scale : scales) {
        largest = Math.max(largest, scale);
      }
      scales = new float[] {largest};
    }
    byte[] values = new byte[weights.values().length];
    for (int i = 0; i < values.length; i++) {
      float scale = scales[each ? i / row : 0];
      int rounded = Math.round(weights.values()[i] / scale);
      values[i] = (byte) Math.max(-LIMIT, Math.min(LIMIT, rounded));
    }
    int[] bias = new int[outputs];
    float[] biasScales = scales.clone();
    for (int i = 0; i < biasScales.length; i++) {
      biasScales[i] = scales[i] * inputScale;
    }
    for (int output = 0; output < outputs; output++) {
      double scale = biasScales[each ? output : 0];
      bias[output] = Math.toIntExact(Math.round(weights.bias()[output] / scale));
    }
    return new QuantizedWeights(values, scales, bias, biasScales);
  }

  /** Of each output: as large as its largest weight needs, and its bias. */
  private static float[] scales(Weights weights, float inputScale, int row) {
    float[] scales = new float[weights.outputs()];
    Arrays.fill(scales, LEAST_SCALE);
    for (int i = 0; i < weights.values().length; i++) {
      scales[i / row] = Math.max(scales[i / row], Math.abs(weights.values()[i]) / LIMIT);
    }
    for (int output = 0; output < scales.length; output++) {
      float needed = Math.abs(weights.bias()[output]) / (inputScale * LARGEST_BIAS);
      scales[output] = Math.max(scales[output], needed);
    }
    return scales;
  }

  /** In the order of the weights, −127 to 127. */
  public byte[] values() {
    return values;
  }

  /** One for each output, or one. */
  public float[] scales() {
    return scales;
  }

  /** One for each output. */
  public int[] bias() {
    return bias;
  }

  /** As many as {@link #scales}. */
  public float[] biasScales() {
    return biasScales;
  }
}
