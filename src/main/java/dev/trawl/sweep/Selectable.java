package dev.trawl.sweep;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a sweep file chooses by its name, and that brings settings of its own. */
public interface Selectable {

  /** What a sweep file calls it, as {@link Selection#name} says. */
  String name();

  /** One line that editors show; empty for none. */
  default String description() {
    return "";
  }

  /** Its own keys, in the order in which messages list them. */
  default List<Setting<?>> settings() {
    return List.of();
  }

  /** What a hyperparameter has to be in all runs where it is chosen. */
  default Optional<Needs> needs() {
    return Optional.empty();
  }

  /**
   * Names of its settings, of which exactly one list has to be there: all of it, and nothing of the
   * others. None where each stands for itself.
   */
  default List<List<String>> alternatives() {
    return List.of();
  }

  /**
   * What values would be needed where each will do but not all of them together, such as {@code
   * min_iter, or max_iter and s}; empty when nothing is wrong. By default it goes by the {@link
   * #alternatives}.
   */
  default Optional<String> objection(Selection chosen) {
    List<List<String>> begun =
        alternatives().stream()
            .filter(names -> names.stream().anyMatch(chosen.values()::containsKey))
            .toList();
    boolean isOne = begun.size() == 1 && chosen.values().keySet().containsAll(begun.get(0));
    return alternatives().isEmpty() || isOne
        ? Optional.empty()
        : Optional.of(
            alternatives().stream()
                .map(names -> String.join(" and ", names))
                .collect(Collectors.joining(", or ")));
  }
}
