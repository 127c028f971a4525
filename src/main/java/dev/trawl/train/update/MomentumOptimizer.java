package dev.trawl.train.update;

/**
 * Gradient descent with momentum (Sutskever, Martens, Dahl and Hinton, 2013, equations 1 to 4): the
 * velocity {@code v ← μv − αg} is added to the parameters or, by Nesterov's look ahead, {@code (1 +
 * μ)v' − μv} with v' the new one, which is Deeplearning4j's {@code Nesterovs}.
 *
 * <p>With a constant rate the plain form is that of PyTorch's SGD, whose buffer is −v ÷ α. Where
 * the rate changes, what was gathered here keeps the rate that it was gathered at.
 *
 * @param momentum μ, from 0 to below 1
 */
record MomentumOptimizer(double momentum, boolean nesterov) implements Optimizer {
  @Override
  public int memory() {
    return 1;
  }

  @Override
  public Formula at(long step, double rate) {
    float size = (float) rate;
    float kept = (float) momentum;
    return nesterov
        ? (gradients, state, count) -> lookAhead(gradients, state[0], count, size, kept)
        : (gradients, state, count) -> move(gradients, state[0], count, size, kept);
  }

  private static void move(float[] g, float[] v, int count, float size, float kept) {
    for (int i = 0; i < count; i++) {
      v[i] = kept * v[i] - size * g[i];
      g[i] = -v[i];
    }
  }

  private static void lookAhead(float[] g, float[] v, int count, float size, float kept) {
    for (int i = 0; i < count; i++) {
      float before = v[i];
      float after = kept * before - size * g[i];
      v[i] = after;
      g[i] = kept * before - (1 + kept) * after;
    }
  }
}
