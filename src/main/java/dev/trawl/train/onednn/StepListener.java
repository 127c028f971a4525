package dev.trawl.train.onednn;

/**
 * Hears from each training step, on its thread, whichever layers run it; what follows the backward
 * pass until the step ends is the update.
 */
public interface StepListener {
  /**
   * The forward pass is done.
   *
   * @param logits what goes into softmax, without dropout before the output layer, by the weights
   *     that the step is about to change: [batch, classes], row by row
   */
  void forwardEnded(float[] logits);

  void backwardEnded();
}
