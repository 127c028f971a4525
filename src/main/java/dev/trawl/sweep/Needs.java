package dev.trawl.sweep;

import java.util.List;

/**
 * What another hyperparameter has to be for something to mean anything.
 *
 * @param name the hyperparameter
 * @param values of which it has to be one
 */
public record Needs(String name, List<Object> values) {
  public Needs {
    values = List.copyOf(values);
  }
}
