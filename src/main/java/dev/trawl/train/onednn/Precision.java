package dev.trawl.train.onednn;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The number type that a network is trained in. Weights, their gradients, the updater's state,
 * batch statistics, logits and the loss are 32-bit in both, and so is every evaluation.
 */
public enum Precision {
  /** 32-bit floats throughout. */
  FLOAT32,

  /**
   * Activations, their gradients and the working copies of the weights have 16 bits: the range of
   * 32-bit floats with 8 bits of mantissa. Sums are 32-bit.
   */
  BFLOAT16;

  /** Its name in a sweep file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that a sweep file calls so; empty when it is none of these. */
  public static Optional<Precision> named(String key) {
    return Arrays.stream(values()).filter(precision -> precision.key().equals(key)).findFirst();
  }

  /**
   * Why networks can't be trained in it on this machine; empty where they can. bfloat16 needs
   * oneDNN and a processor with instructions for it: without them it would be slower than 32 bits.
   */
  public Optional<String> objection() {
    if (this == FLOAT32) {
      return Optional.empty();
    }
    return Backend.problem()
        .map(problem -> "bfloat16 needs networks compiled for oneDNN, found " + problem)
        .or(
            () ->
                OneDnn.hasBfloat16()
                    ? Optional.empty()
                    : Optional.of(
                        "bfloat16 needs a processor with AVX-512 BF16 or AMX, found "
                            + OneDnn.instructions()));
  }
}
