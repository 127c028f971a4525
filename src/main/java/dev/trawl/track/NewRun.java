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
    Map<String, Object> parameters,
    long seed,
    Map<String, String> environment) {
  public NewRun {
    ParameterValues.check(parameters);
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }
}
