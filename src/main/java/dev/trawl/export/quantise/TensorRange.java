package dev.trawl.export.quantise;

/**
 * What 256 steps of a tensor's numbers span; 0 is among them, and exact.
 *
 * @param low at most 0
 * @param high at least 0
 */
public record TensorRange(float low, float high) {
  private static final float STEPS = 255;

  /** So that a tensor of zeros alone has one, too. */
  private static final float LEAST_SCALE = 1e-9f;

  /** Pixels from 0 to 1. */
  public static final TensorRange PIXELS = new TensorRange(0, 1);

  public TensorRange {
    if (!(low <= 0 && high >= 0 && Float.isFinite(low) && Float.isFinite(high))) {
      throw new IllegalArgumentException(
          "need low ≤ 0 ≤ high, found %s and %s".formatted(low, high));
    }
  }

  /** What one step is worth. */
  public float scale() {
    return Math.max((high - low) / STEPS, LEAST_SCALE);
  }

  /** The step of 0, 0 to 255; of signed bytes it is 128 less. */
  public int zero() {
    return Math.round(-low / scale());
  }

  /** The same range times a factor above 0. */
  public TensorRange times(float factor) {
    return new TensorRange(low * factor, high * factor);
  }
}
