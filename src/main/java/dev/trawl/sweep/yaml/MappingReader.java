package dev.trawl.sweep.yaml;

import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of one mapping. Each key that is asked for counts as known, whether the file has
 * it or not; {@link #finish} reports the others.
 */
public final class MappingReader {
  private final Mapping mapping;
  private final Problems problems;
  private final Set<String> known = new LinkedHashSet<>();
  private final Set<String> reported = new LinkedHashSet<>();

  public MappingReader(Mapping mapping, Problems problems) {
    this.mapping = mapping;
    this.problems = problems;
  }

  public Optional<YamlNode> optional(String key) {
    return entry(key).map(Entry::value);
  }

  /** The same with the place of the key itself. */
  public Optional<Entry> entry(String key) {
    known.add(key);
    return Optional.ofNullable(mapping.entries().get(key));
  }

  public <T> Optional<T> optional(String key, NodeType<T> type) {
    return optional(key).flatMap(node -> type.read(node, problems));
  }

  /** Like {@link #optional(String)}; a missing key is a problem. */
  public Optional<YamlNode> required(String key, String example) {
    Optional<YamlNode> node = optional(key);
    if (node.isEmpty()) {
      problems.error(mapping.place(), "no key " + key, "one, such as " + example);
    }
    return node;
  }

  public <T> Optional<T> required(String key, String example, NodeType<T> type) {
    return required(key, example).flatMap(node -> type.read(node, problems));
  }

  /** A key of the schema that can't be obeyed. */
  public void refuse(String key, String expected) {
    refused(key).ifPresent(entry -> problems.error(entry.place(), "the key " + key, expected));
  }

  /** A key of the schema that means nothing here. */
  public void ignore(String key, String expected) {
    refused(key).ifPresent(entry -> problems.warning(entry.place(), "the key " + key, expected));
  }

  /** Reports every key that nobody asked for. */
  public void finish() {
    String names = (known.size() == 1 ? "only " : "one of ") + String.join(", ", known);
    Choices choices = new Choices("a known key", names);
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              if (!known.contains(key) && !reported.contains(key)) {
                problems.unknown(
                    entry.place(),
                    "the key " + (key.isEmpty() ? "\"\"" : key),
                    choices,
                    () -> nearest(key));
              }
            });
  }

  private @Nullable String nearest(String key) {
    int colon = key.indexOf(':');
    boolean isTogether = colon > 0 && known.contains(key.substring(0, colon));
    return isTogether
        ? key.replaceFirst(":", ": ") + ", with a space"
        : RightPlace.nearest(key, known);
  }

  private Optional<Entry> refused(String key) {
    reported.add(key);
    return Optional.ofNullable(mapping.entries().get(key));
  }
}
