package dev.trawl.train.onednn;

import java.util.Optional;

/**
 * What computes networks on this machine: programs for oneDNN, or Deeplearning4j's own layers.
 *
 * <p>The environment variable {@code TRAWL_LAYERS=stock}, or the system property {@code
 * trawl.layers}, chooses Deeplearning4j's; they are taken as well where oneDNN can't be loaded.
 */
public final class Backend {
  private static final String PROPERTY = "trawl.layers";
  private static final String VARIABLE = "TRAWL_LAYERS";
  private static final String ONEDNN = "onednn";
  private static final String STOCK = "stock";

  private Backend() {}

  /** {@code onednn 3.8.1}, or {@code stock} and why. */
  public static String describe() {
    return problem()
        .map(problem -> STOCK + " (" + problem + ")")
        .orElseGet(() -> ONEDNN + " " + OneDnn.version());
  }

  /**
   * What networks run on here, and what that means for a run, in one line for people.
   *
   * @throws IllegalArgumentException when the variable is neither of its values
   */
  public static String explain() {
    Optional<String> problem = problem();
    if (problem.isPresent()) {
      return ("Deeplearning4j's own code (%s): some 20 times slower than compiled; attention,"
              + " bfloat16 and threads beyond 1 are refused")
          .formatted(problem.get());
    }
    return "compiled for oneDNN %s with %s%s"
        .formatted(OneDnn.version(), OneDnn.instructions(), comparison(OneDnn.instructions()));
  }

  /** By what src/docs/benchmarks.md measured. */
  static String comparison(String instructions) {
    return switch (instructions) {
      case OneDnn.AVX_512 -> "";
      case OneDnn.AVX2 -> ": half to two thirds as fast as with AVX-512";
      case OneDnn.SSE -> ": several times slower than with AVX2";
      default -> ", of which there are no figures";
    };
  }

  /** Whether {@link #explain} says that something is slow. */
  public static boolean isSlow() {
    return problem().isPresent() || !OneDnn.hasAvx2();
  }

  /**
   * Why networks aren't compiled here; empty where they are.
   *
   * @throws IllegalArgumentException when the variable is neither of its values
   */
  static Optional<String> problem() {
    return wanted() ? Optional.ofNullable(OneDnn.problem()) : Optional.of(VARIABLE + "=" + STOCK);
  }

  private static boolean wanted() {
    String property = System.getProperty(PROPERTY);
    String mode = property == null ? System.getenv(VARIABLE) : property;
    if (mode == null || mode.isBlank() || mode.equals(ONEDNN)) {
      return true;
    }
    if (mode.equals(STOCK)) {
      return false;
    }
    throw new IllegalArgumentException(
        "%s: need %s or %s, found %s".formatted(VARIABLE, ONEDNN, STOCK, mode));
  }
}
