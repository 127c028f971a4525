package dev.trawl.train.onednn;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Softmax's gradient over rows of 32-bit floats, gᵢ ← pᵢ · (gᵢ − Σⱼ pⱼ·gⱼ), with the probabilities
 * p and the gradient g by them. For processors without AVX-512, for which oneDNN has only reference
 * code.
 */
final class SoftmaxGradient implements NativeScope.Step {
  /** So many of both stay in a core's first cache. */
  private static final int NUMBERS = 2048;

  private final Tensor probabilities;
  private final Tensor gradient;
  private final int row;
  private final long numbers;
  private final float[] p;
  private final float[] g;

  /**
   * @param probabilities row behind row
   * @param gradient likewise; written over
   * @param row numbers a row
   */
  SoftmaxGradient(Tensor probabilities, Tensor gradient, int row) {
    this.probabilities = probabilities;
    this.gradient = gradient;
    this.row = row;
    this.numbers = gradient.layout().get_size() / Float.BYTES;
    this.p = new float[row * Math.max(1, NUMBERS / row)];
    this.g = new float[p.length];
  }

  @Override
  public void run() {
    FloatPointer from = new FloatPointer(probabilities.memory().get_data_handle());
    FloatPointer over = new FloatPointer(gradient.memory().get_data_handle());
    for (long first = 0; first < numbers; first += p.length) {
      int count = (int) Math.min(p.length, numbers - first);
      from.position(first).get(p, 0, count);
      over.position(first).get(g, 0, count);
      for (int start = 0; start < count; start += row) {
        replace(start, start + row);
      }
      over.put(g, 0, count);
    }
  }

  private void replace(int start, int end) {
    float sum = dot(start, end);
    for (int i = start; i < end; i++) {
      g[i] = p[i] * (g[i] - sum);
    }
  }

  /** In four sums side by side: one alone would wait for each addition. */
  private float dot(int start, int end) {
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    int i = start;
    for (; i < end - 3; i += 4) {
      sum0 += p[i] * g[i];
      sum1 += p[i + 1] * g[i + 1];
      sum2 += p[i + 2] * g[i + 2];
      sum3 += p[i + 3] * g[i + 3];
    }
    for (; i < end; i++) {
      sum0 += p[i] * g[i];
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }
}
