package dev.trawl.track;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What makes a run reproducible, beside its parameters and its sweep's {@link Provenance}.
 *
 * @param seed decides initial weights, shuffling and dropout
 * @param environment versions, native backend and machine, by name
 */
public record RunProvenance(long seed, Map<String, String> environment) {
  /** In the environment of a run that a program trains in its own loop: Trawl can't train it. */
  public static final String TRAINED_BY = "trained_by";

  public RunProvenance {
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  boolean isExternal() {
    return environment.containsKey(TRAINED_BY);
  }
}
