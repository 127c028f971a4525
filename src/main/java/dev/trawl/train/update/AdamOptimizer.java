package dev.trawl.train.update;

/**
 * Adam (Kingma and Ba, 2015, the form at the end of section 2), as Deeplearning4j has it:
 *
 * <pre>m ← β₁m + (1 − β₁)g;  v ← β₂v + (1 − β₂)g²;  step = m · α√(1 − β₂ᵗ)/(1 − β₁ᵗ) / (√v + ε)
 * </pre>
 *
 * <p>AdamW is the same with decoupled weight decay.
 */
record AdamOptimizer(double beta1, double beta2, double epsilon) implements Optimizer {
  @Override
  public int memory() {
    return 2;
  }

  @Override
  public Formula at(long step, double rate) {
    double t = step + 1.0;
    float size =
        (float) (rate * Math.sqrt(1 - StrictMath.pow(beta2, t)) / (1 - StrictMath.pow(beta1, t)));
    float oldMean = (float) beta1;
    float newMean = (float) (1 - beta1);
    float oldSquare = (float) beta2;
    float newSquare = (float) (1 - beta2);
    float least = (float) epsilon;
    return (gradients, state, count) -> {
      average(gradients, state[0], count, oldMean, newMean);
      averageSquares(gradients, state[1], count, oldSquare, newSquare);
      divide(state[0], state[1], gradients, count, size, least);
    };
  }

  // One loop each, so that the compiler makes vector instructions of it.

  private static void average(float[] g, float[] m, int count, float old, float fresh) {
    for (int i = 0; i < count; i++) {
      m[i] = old * m[i] + fresh * g[i];
    }
  }

  private static void averageSquares(float[] g, float[] v, int count, float old, float fresh) {
    for (int i = 0; i < count; i++) {
      v[i] = old * v[i] + fresh * g[i] * g[i];
    }
  }

  private static void divide(
      float[] m, float[] v, float[] steps, int count, float size, float least) {
    for (int i = 0; i < count; i++) {
      steps[i] = m[i] * size / ((float) Math.sqrt(v[i]) + least);
    }
  }
}
