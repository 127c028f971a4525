package dev.trawl.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a search has for a job. */
public sealed interface Proposal {
  /** Nothing, on what is known now; later results may change that. */
  Proposal EXHAUSTED = new Exhausted();

  /** What is made of it: exactly one of these is asked. */
  <T> T fold(Function<Start, T> start, Supplier<T> exhausted);

  /**
   * A new run.
   *
   * @param parameters its hyperparameters by name, in the file's order
   */
  record Start(Map<String, Object> parameters) implements Proposal {
    public Start {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    @Override
    public <T> T fold(Function<Start, T> start, Supplier<T> exhausted) {
      return start.apply(this);
    }
  }

  /** Nothing, on what is known now; later results may change that. */
  record Exhausted() implements Proposal {
    @Override
    public <T> T fold(Function<Start, T> start, Supplier<T> exhausted) {
      return exhausted.get();
    }
  }
}
