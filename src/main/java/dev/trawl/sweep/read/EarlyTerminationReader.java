package dev.trawl.sweep.read;

import dev.trawl.sweep.EarlyTermination;
import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the rule that ends runs early: one of the catalog, with its settings. */
final class EarlyTerminationReader implements NodeType<Selection> {
  private final List<String> supported;
  private final SelectionReader rules;

  EarlyTerminationReader(List<? extends Selectable> rules) {
    supported = rules.stream().map(Selectable::name).toList();
    List<Selectable> known = new ArrayList<>(rules);
    EarlyTermination.TYPES.stream()
        .filter(type -> !supported.contains(type.name()))
        .forEach(known::add);
    this.rules = new SelectionReader("type", known, false);
  }

  @Override
  public Optional<Selection> read(YamlNode node, Problems problems) {
    return rules.read(node, problems).filter(rule -> isSupported(rule, node, problems));
  }

  private boolean isSupported(Selection rule, YamlNode node, Problems problems) {
    boolean known = supported.contains(rule.name());
    if (!known) {
      problems.error(
          node.place(),
          "early_terminate of the type " + rule.name(),
          "%s: %s is not supported yet"
              .formatted(
                  supported.isEmpty()
                      ? "a sweep without it"
                      : "a type of " + String.join(", ", supported),
                  rule.name()));
    }
    return known;
  }
}
