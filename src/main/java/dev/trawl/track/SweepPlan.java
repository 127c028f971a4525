package dev.trawl.track;

import dev.trawl.sweep.SweepSpec;
import org.jspecify.annotations.Nullable;

/**
 * What a sweep is to do.
 *
 * @param method the name of its search method, or {@link #EXTERNAL}
 * @param model what is trained
 * @param epochs how many a run has at most, from 1
 * @param runs how many it will have if nothing shortens it; null where the search has no end of its
 *     own
 */
public record SweepPlan(String method, String model, int epochs, @Nullable Integer runs) {
  private static final String TPE = "tpe";

  /** The method of a sweep whose runs a program trains in its own loop. */
  public static final String EXTERNAL = "external";

  public SweepPlan {
    if (epochs < 1 || (runs != null && runs < 0)) {
      throw new IllegalArgumentException(
          "need epochs from 1 and runs from 0, found epochs=%d runs=%s".formatted(epochs, runs));
    }
  }

  /** What a file says. */
  public static SweepPlan of(SweepSpec spec, @Nullable Integer runs) {
    return new SweepPlan(
        spec.search().method().name(), String.join(", ", spec.models()), spec.mostEpochs(), runs);
  }

  /** Of a sweep whose runs a program trains in its own loop. */
  public static SweepPlan external(String model, int epochs) {
    return new SweepPlan(EXTERNAL, model, epochs, null);
  }

  /** The method for people: a sweep file may call one of them otherwise. */
  public String methodText() {
    return method.equals(TPE) ? "bayes (tpe)" : method;
  }

  boolean isExternal() {
    return method.equals(EXTERNAL);
  }
}
