package dev.trawl.sweep.read;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.Needs;
import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.yaml.Choices;
import dev.trawl.sweep.yaml.Place;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Checks hyperparameters that are right each by itself against one another. */
final class Combinations {
  private final Map<String, Place> places;
  private final Map<String, Hyperparameter> hyperparameters;
  private final Map<String, Distribution> space;
  private final Problems problems;

  /**
   * @param places where what the file names stands
   * @param hyperparameters the model's, whose defaults stand where the space has none
   */
  Combinations(
      Map<String, Place> places,
      Map<String, Hyperparameter> hyperparameters,
      Map<String, Distribution> space,
      Problems problems) {
    this.places = places;
    this.hyperparameters = hyperparameters;
    this.space = space;
    this.problems = problems;
  }

  /** What stands under {@code training} by its name, and needs something in all runs. */
  void check(List<? extends Selectable> rules) {
    for (Selectable rule : rules) {
      rule.needs()
          .filter(needs -> hyperparameters.containsKey(needs.name()))
          .ifPresent(
              needs ->
                  place(rule.name()).ifPresent(place -> requireAlways(rule.name(), needs, place)));
    }
  }

  private void requireAlways(String name, Needs needs, Place place) {
    others(needs).findFirst().ifPresent(other -> refuse(name, needs, other, place));
  }

  /** Hyperparameters that need something in at least one run; in others they do nothing. */
  void check(Map<String, Needs> needs) {
    needs.forEach(
        (name, needed) -> {
          List<Object> others = others(needed).toList();
          if (others.isEmpty()) {
            return;
          }
          place(name)
              .ifPresent(
                  place -> {
                    if (others.size() == values(needed.name()).size()) {
                      refuse(name, needed, others.get(0), place);
                    } else {
                      problems.warning(
                          place,
                          with(name, needed, others.get(0)),
                          needed(needed) + ": it does nothing in other runs");
                    }
                  });
        });
  }

  private void refuse(String name, Needs needs, Object found, Place place) {
    problems.error(place, with(name, needs, found), needed(needs) + " with " + name);
  }

  private static String with(String name, Needs needs, Object found) {
    return "%s with %s %s".formatted(name, needs.name(), ValueText.of(found));
  }

  private static String needed(Needs needs) {
    return needs.name() + " " + Choices.either(needs.values().stream().map(ValueText::of).toList());
  }

  private Stream<Object> others(Needs needs) {
    return values(needs.name()).stream().filter(value -> !needs.values().contains(value));
  }

  /** All that a hyperparameter may be, where these are listed; else nothing. */
  private List<Object> values(String name) {
    Distribution distribution = space.get(name);
    if (distribution != null) {
      return distribution.listed();
    }
    Hyperparameter hyperparameter = hyperparameters.get(name);
    return hyperparameter == null ? List.of() : List.of(hyperparameter.defaultValue());
  }

  private Optional<Place> place(String name) {
    return Optional.ofNullable(places.get(name));
  }
}
