package dev.trawl.runner;

import dev.trawl.track.Epoch;
import dev.trawl.track.Run;
import dev.trawl.track.RunListener;
import java.util.Random;

/** Sleeps a little, now and then. */
final class Delays implements RunListener {
  private final Random random;

  Delays(long seed) {
    random = new Random(seed);
  }

  @Override
  public void epochEnded(Run run, Epoch epoch) {
    int millis;
    synchronized (random) {
      millis = random.nextInt(4) == 0 ? random.nextInt(8) : 0;
    }
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
