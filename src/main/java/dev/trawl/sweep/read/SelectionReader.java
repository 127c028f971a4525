package dev.trawl.sweep.read;

import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.yaml.Choices;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads which of some things a file chooses, and the settings that this one has: {@code grid}, or
 * {@code {name: tpe, start_up: 5}}.
 */
final class SelectionReader implements NodeType<Selection> {
  private final String key;
  private final List<? extends Selectable> choices;
  private final NodeType<String> names;
  private final boolean alone;

  /**
   * @param key that names the choice among its settings
   * @param alone whether the name may stand there alone
   */
  SelectionReader(String key, List<? extends Selectable> choices, boolean alone) {
    this.key = key;
    this.choices = List.copyOf(choices);
    this.alone = alone;
    List<String> all = choices.stream().map(Selectable::name).toList();
    names = NodeType.choice(Choices.either(all), all);
  }

  @Override
  public Optional<Selection> read(YamlNode node, Problems problems) {
    boolean settings = choices.stream().anyMatch(choice -> !choice.settings().isEmpty());
    if (alone && !(settings && node.mapping().isPresent())) {
      return names
          .read(node, problems)
          .flatMap(name -> settings(name, new Mapping(node.place(), Map.of()), problems));
    }
    return NodeType.mapping("a mapping such as {%s: %s}".formatted(key, choices.get(0).name()))
        .read(node, problems)
        .flatMap(
            mapping ->
                new MappingReader(mapping, problems)
                    .required(key, key + ": " + choices.get(0).name(), names)
                    .flatMap(name -> settings(name, mapping, problems)));
  }

  private Optional<Selection> settings(String name, Mapping mapping, Problems problems) {
    Selectable chosen =
        choices.stream().filter(choice -> choice.name().equals(name)).findFirst().orElseThrow();
    MappingReader keys = new MappingReader(mapping, problems);
    keys.optional(key);
    return Optional.of(new SettingsReader(chosen).read(mapping, keys, problems));
  }
}
