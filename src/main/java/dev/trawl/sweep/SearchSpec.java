package dev.trawl.sweep;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which runs a sweep has.
 *
 * @param method how they are proposed
 * @param earlyTermination the rule that ends runs before their time; null is none
 * @param parameters the search space, in the file's order
 * @param constraints which combinations of them are points
 * @param enqueued values of some parameters, by name, that the first runs have; the rest is drawn
 * @param runCap how many runs the whole sweep may have, whatever the number of workers; null is no
 *     cap
 * @param lag job k is decided on the results of the jobs up to k − lag; null leaves it to the
 *     method and the rule
 * @param finals null chooses the winner by the search alone
 * @param warmStart whose runs the search knows from the start; null is none
 * @param imputation what runs without a result count as
 */
public record SearchSpec(
    Selection method,
    @Nullable Selection earlyTermination,
    Map<String, Distribution> parameters,
    Constraints constraints,
    List<Map<String, Object>> enqueued,
    @Nullable Integer runCap,
    @Nullable Integer lag,
    @Nullable Finals finals,
    @Nullable WarmStart warmStart,
    Imputation imputation) {
  public SearchSpec {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    enqueued = List.copyOf(enqueued);
    if (runCap != null && runCap < 1) {
      throw new IllegalArgumentException("need a run cap from 1, found " + runCap);
    }
    if (lag != null && lag < 1) {
      throw new IllegalArgumentException("need a lag from 1, found " + lag);
    }
  }

  /** One whose points are all combinations. */
  public SearchSpec(
      Selection method,
      @Nullable Selection earlyTermination,
      Map<String, Distribution> parameters,
      @Nullable Integer runCap,
      @Nullable Integer lag,
      @Nullable Finals finals) {
    this(
        method,
        earlyTermination,
        parameters,
        Constraints.NONE,
        List.of(),
        runCap,
        lag,
        finals,
        null,
        Imputation.DEFAULT);
  }

  /** One with the lag of its method and rule, and without finals. */
  public SearchSpec(
      Selection method,
      @Nullable Selection earlyTermination,
      Map<String, Distribution> parameters,
      @Nullable Integer runCap) {
    this(method, earlyTermination, parameters, runCap, null, null);
  }

  /** One that lets every run come to its end, and has no cap. */
  public static SearchSpec of(Selection method, Map<String, Distribution> parameters) {
    return new SearchSpec(method, null, parameters, null);
  }
}
