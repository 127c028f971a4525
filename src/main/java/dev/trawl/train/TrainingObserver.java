package dev.trawl.train;

import dev.trawl.track.Epoch;

/** Hears from a run in training, on its thread, and can stop it. */
public interface TrainingObserver {
  /** {@code images} of {@code total} are trained in this epoch; a few times a second. */
  void progressed(int epoch, int images, int total);

  /** An epoch is trained; training goes on when this returns, and ends with what it throws. */
  void epochEnded(Epoch epoch);

  /** Asked before each batch; true ends the run as INTERRUPTED. */
  boolean stopRequested();
}
