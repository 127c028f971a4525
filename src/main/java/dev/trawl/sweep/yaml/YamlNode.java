package dev.trawl.sweep.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML document with aliases expanded and merge keys merged; every node knows its place. */
public sealed interface YamlNode {
  Place place();

  /** How a message names this node as what was found. */
  String found();

  /**
   * One value.
   *
   * @param value a Long, Double, String or Boolean, a BigInteger where a Long is too small, or null
   *     for YAML's null
   * @param text the scalar as it was written, without quotes
   */
  record Scalar(Place place, @Nullable Object value, String text) implements YamlNode {
    private static final int LONGEST = 60;

    @Override
    public String found() {
      if (value == null) {
        return "nothing";
      }
      String line = text.lines().findFirst().orElse("");
      String shown =
          line.length() < text.length() || line.length() > LONGEST
              ? line.substring(0, Math.min(line.length(), LONGEST)) + "…"
              : line;
      return value instanceof String ? '"' + shown + '"' : shown;
    }
  }

  record Sequence(Place place, List<YamlNode> items) implements YamlNode {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String found() {
      return items.isEmpty() ? "an empty list" : "a list";
    }
  }

  /**
   * Keys with their values.
   *
   * @param entries in the file's order
   */
  record Mapping(Place place, Map<String, Entry> entries) implements YamlNode {
    public Mapping {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    @Override
    public String found() {
      return entries.isEmpty() ? "an empty mapping" : "a mapping";
    }

    /** This mapping with {@code key} set, in its old position if it had one. */
    Mapping with(String key, Entry entry) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.put(key, entry);
      return new Mapping(place, changed);
    }

    Mapping without(String key) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.remove(key);
      return new Mapping(place, changed);
    }
  }

  /** What could not be read, which is reported already: nothing more is said about it. */
  record Unreadable(Place place) implements YamlNode {
    @Override
    public String found() {
      return "something unreadable";
    }
  }

  /**
   * What a key stands for.
   *
   * @param place where the key stands
   */
  record Entry(Place place, YamlNode value) {}
}
