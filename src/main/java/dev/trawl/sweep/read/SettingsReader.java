package dev.trawl.sweep.read;

import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.Setting;
import dev.trawl.sweep.yaml.MappingReader;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.YamlNode;
import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the settings of something that is chosen by the key that the mapping stands under. */
final class SettingsReader implements NodeType<Selection> {
  private final Selectable chosen;

  SettingsReader(Selectable chosen) {
    this.chosen = chosen;
  }

  @Override
  public Optional<Selection> read(YamlNode node, Problems problems) {
    return NodeType.mapping("a mapping such as " + example())
        .read(node, problems)
        .map(mapping -> read(mapping, new MappingReader(mapping, problems), problems));
  }

  /** The settings that a file can't leave out, or else the first one. */
  private String example() {
    List<Setting<?>> settings = chosen.settings();
    List<Setting<?>> needed = settings.stream().filter(Setting::isRequired).toList();
    return (needed.isEmpty() ? settings.stream().limit(1) : needed.stream())
        .map(Setting::example)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /**
   * Reads what is left of a mapping.
   *
   * @param keys of the same mapping, of which others may be known
   */
  Selection read(Mapping mapping, MappingReader keys, Problems problems) {
    int before = problems.errors();
    Map<String, Object> values = new LinkedHashMap<>();
    chosen
        .settings()
        .forEach(
            setting -> setting.read(keys).ifPresent(value -> values.put(setting.name(), value)));
    keys.finish();
    Selection selection = new Selection(chosen.name(), values);
    if (problems.errors() == before) { // else some of what is looked at may be missing
      chosen
          .objection(selection)
          .ifPresent(needed -> problems.error(mapping.place(), found(mapping), needed));
    }
    return selection;
  }

  /** As the file has it, without what has a default there. */
  private String found(Mapping mapping) {
    String settings =
        chosen.settings().stream()
            .flatMap(
                setting ->
                    mapping.find(setting.name()).stream().map(entry -> written(setting, entry)))
            .collect(Collectors.joining(", "));
    return settings.isEmpty()
        ? chosen.name() + " alone"
        : "%s with %s".formatted(chosen.name(), settings);
  }

  private static String written(Setting<?> setting, Entry entry) {
    return "%s: %s".formatted(setting.name(), entry.value().found());
  }
}
