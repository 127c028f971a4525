package dev.trawl.track;

/**
 * What was erased for good, or would be.
 *
 * @param runs earlier attempts count, too
 * @param bytes of the checkpoints' models, without those that other checkpoints share: they stay
 */
public record Erased(int sweeps, int runs, int checkpoints, long bytes) {
  public static final Erased NOTHING = new Erased(0, 0, 0, 0);

  public Erased plus(Erased other) {
    return new Erased(
        sweeps + other.sweeps,
        runs + other.runs,
        checkpoints + other.checkpoints,
        bytes + other.bytes);
  }
}
