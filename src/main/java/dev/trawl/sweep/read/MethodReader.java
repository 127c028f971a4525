package dev.trawl.sweep.read;

import dev.trawl.sweep.SearchCatalog;
import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.yaml.Choices;
import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the search method: the name of one of the catalog, or a mapping with its settings. */
final class MethodReader implements NodeType<Selection> {
  /** Our names of those that W&B's files name otherwise. */
  private static final Map<String, String> ALIASES = Map.of("bayes", "tpe");

  /** Why not, by name, unless a catalog has it. */
  private static final Map<String, String> UNSUPPORTED =
      Map.of(
          "custom",
          "leaves the choice to a program of yours, which Trawl doesn't run; bayes searches by a"
              + " model, and when: says which parameters depend on others");

  private final SearchCatalog search;
  private final List<String> names;

  MethodReader(SearchCatalog search) {
    this.search = search;
    names = search.methods().stream().map(Selectable::name).toList();
  }

  @Override
  public Optional<Selection> read(YamlNode node, Problems problems) {
    String text = node.scalar().map(Scalar::text).orElse("");
    String name = ALIASES.getOrDefault(text, text);
    String unsupported = UNSUPPORTED.get(name);
    if (unsupported != null && !names.contains(name)) {
      problems.error(
          node.place(),
          "method " + text,
          "%s: %s %s".formatted(Choices.either(names), text, unsupported));
      return Optional.empty();
    }
    if (node.scalar().isPresent() && !names.contains(name) && !node.isReported()) {
      List<String> all = new ArrayList<>(names);
      all.addAll(ALIASES.keySet());
      problems.error(
          node.place(), node.found(), Choices.either(names), NearestName.explained(text, all));
      return Optional.empty();
    }
    YamlNode named = name.equals(text) ? node : new Scalar(node.place(), name, name);
    return new SelectionReader("name", search.methods(), true).read(named, problems);
  }
}
