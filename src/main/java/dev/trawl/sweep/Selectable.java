package dev.trawl.sweep;

import java.util.List;
import java.util.Optional;

/** What a sweep file chooses by its name, and that brings settings of its own. */
public interface Selectable {

  /** What a sweep file calls it, as {@link Selection#name} says. */
  String name();

  /** Its own keys, in the order in which messages list them. */
  default List<Setting<?>> settings() {
    return List.of();
  }

  /** What a hyperparameter has to be in all runs where it is chosen. */
  default Optional<Needs> needs() {
    return Optional.empty();
  }

  /**
   * What values would be needed where each will do but not all of them together, such as {@code
   * min_iter, or max_iter and s}; empty when nothing is wrong.
   */
  default Optional<String> objection(Selection chosen) {
    return Optional.empty();
  }
}
