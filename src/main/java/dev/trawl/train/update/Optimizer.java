package dev.trawl.train.update;

/**
 * How gradients become a step. Immutable; what it remembers from step to step is the updater's
 * state, which Deeplearning4j's checkpoints hold.
 */
interface Optimizer {
  /** How many numbers it remembers of each parameter: the rows of {@link Formula#apply}'s state. */
  int memory();

  /**
   * Its formula at a step.
   *
   * @param step from 0
   * @param rate the learning rate, from 0
   */
  Formula at(long step, double rate);

  /** One step's numbers, in the floats in which the vectors are. */
  @FunctionalInterface
  interface Formula {
    /**
     * Replaces gradients by what is to be subtracted from the parameters, and the state by the next
     * one.
     *
     * @param gradients of which the first {@code count} are meant, as of each row of the state
     */
    void apply(float[] gradients, float[][] state, int count);
  }
}
