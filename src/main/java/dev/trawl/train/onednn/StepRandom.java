package dev.trawl.train.onednn;

import dev.trawl.sweep.Seeds;
import java.util.SplittableRandom;

/** Random numbers that depend on a seed, on the step since, and on who asks; nothing else. */
final class StepRandom {
  private long seed;
  private long step;

  /** Starts anew, before the first step. */
  void seed(long value) {
    seed = value;
    step = 0;
  }

  void nextStep() {
    step++;
  }

  /** This step's numbers for the n-th who asks. */
  SplittableRandom numbers(int asker) {
    return new SplittableRandom(Seeds.mix(Seeds.mix(seed, step), asker));
  }
}
