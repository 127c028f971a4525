package dev.trawl.train.update;

/** Plain gradient descent: the step is the gradient times the learning rate. */
record DescentOptimizer() implements Optimizer {
  @Override
  public int memory() {
    return 0;
  }

  @Override
  public Formula at(long step, double rate) {
    float size = (float) rate;
    return (gradients, state, count) -> {
      for (int i = 0; i < count; i++) {
        gradients[i] *= size;
      }
    };
  }
}
