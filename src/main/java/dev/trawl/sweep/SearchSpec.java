package dev.trawl.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a sweep has.
 *
 * @param method how they are proposed
 * @param earlyTermination the rule that ends runs before their time; null is none
 * @param parameters the search space, in the file's order
 * @param runCap how many runs the whole sweep may have, whatever the number of workers; null is no
 *     cap
 */
public record SearchSpec(
    Selection method,
    @Nullable Selection earlyTermination,
    Map<String, Distribution> parameters,
    @Nullable Integer runCap) {
  public SearchSpec {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    if (runCap != null && runCap < 1) {
      throw new IllegalArgumentException("need a run cap from 1, found " + runCap);
    }
  }

  /** One that lets every run come to its end, and has no cap. */
  public static SearchSpec of(Selection method, Map<String, Distribution> parameters) {
    return new SearchSpec(method, null, parameters, null);
  }
}
