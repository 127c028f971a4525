package dev.trawl.sweep.read;

import dev.trawl.sweep.Condition;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the points that are tried first: lists of values by parameter. */
final class EnqueuedReader implements NodeType<List<Map<String, Object>>> {
  private final Searchable searchable;
  private final NamedParts parts;
  private final List<Condition> forbidden;

  /**
   * @param forbidden no point may have all of any of these
   */
  EnqueuedReader(Searchable searchable, NamedParts parts, List<Condition> forbidden) {
    this.searchable = searchable;
    this.parts = parts;
    this.forbidden = List.copyOf(forbidden);
  }

  @Override
  public Optional<List<Map<String, Object>>> read(YamlNode node, Problems problems) {
    return parts.list(
        node,
        "a list of values by parameter, such as [{learning_rate: 0.001}]",
        item -> {
          List<String> models = parts.models(item);
          return parts
              .all(
                  item,
                  "{learning_rate: 0.001}",
                  (name, value) -> value(name, value, models, problems))
              .filter(point -> isAllowed(point, item, problems));
        });
  }

  private boolean isAllowed(Map<String, Object> point, YamlNode item, Problems problems) {
    Optional<Condition> forbids =
        forbidden.stream()
            .filter(condition -> !condition.all().isEmpty() && condition.holds(point))
            .findFirst();
    forbids.ifPresent(
        condition ->
            problems.error(
                item.place(),
                "%s, which forbid rules out".formatted(condition.describe()),
                "a combination that may be tried"));
    return forbids.isEmpty();
  }

  /** One that does for each model; a key of training has to be of the space. */
  private Optional<Object> value(
      String name, YamlNode node, List<String> models, Problems problems) {
    List<Hyperparameter> allowed = searchable.of(name, models);
    Optional<Object> value =
        new ValueReader(allowed.isEmpty() ? null : allowed.get(0)).read(node, problems);
    for (Hyperparameter other : allowed.stream().skip(1).toList()) {
      value = value.flatMap(unused -> new ValueReader(other).read(node, problems));
    }
    return searchable.of(name, searchable.models()).isEmpty()
        ? value.filter(found -> isWithin(name, found, node, problems))
        : value;
  }

  private boolean isWithin(String name, Object value, YamlNode node, Problems problems) {
    Distribution distribution = parts.distribution(name);
    boolean within =
        distribution
            .range()
            .map(
                range ->
                    value instanceof Number number
                        && number.doubleValue() >= range.min()
                        && number.doubleValue() <= range.max()
                        && value.getClass() == distribution.samples().get(0).getClass())
            .orElseGet(() -> distribution.samples().contains(value));
    if (!within) {
      problems.error(
          node.place(), node.found(), "%s for %s".formatted(distribution.describe(), name));
    }
    return within;
  }
}
