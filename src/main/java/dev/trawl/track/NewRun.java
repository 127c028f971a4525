package dev.trawl.track;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A run about to be recorded; the fields are those of {@link Run}.
 *
 * @param parameters as {@link ParameterValues} has them; others are refused
 */
public record NewRun(
    String sweepId,
    int number,
    int attempt,
    RunOrigin origin,
    Map<String, Object> parameters,
    long seed,
    Map<String, String> environment) {
  public NewRun {
    if (number < 1 || attempt < 1) {
      throw new IllegalArgumentException(
          "need a number and an attempt from 1, found number=%d attempt=%d"
              .formatted(number, attempt));
    }
    ParameterValues.check(parameters);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** A run that trains the candidate of its number, as long as its sweep says. */
  public NewRun(
      String sweepId,
      int number,
      int attempt,
      Map<String, Object> parameters,
      long seed,
      Map<String, String> environment) {
    this(sweepId, number, attempt, RunOrigin.of(number), parameters, seed, environment);
  }
}
