package dev.trawl.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a search has for a job. */
public sealed interface Proposal {
  /** Nothing, on what is known now; later results may change that. */
  Proposal EXHAUSTED = new Exhausted();

  /**
   * A new run.
   *
   * @param parameters its hyperparameters by name, in the file's order
   */
  record Start(Map<String, Object> parameters) implements Proposal {
    public Start {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
  }

  /** Nothing, on what is known now; later results may change that. */
  record Exhausted() implements Proposal {}
}
