package dev.trawl.sweep.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A YAML document with aliases expanded and merge keys merged; every node knows its place. */
public sealed interface YamlNode {
  Place place();

  /** How a message names this node as what was found. */
  String found();

  /** Itself if it is one value, not null; else empty. */
  default Optional<Scalar> scalar() {
    return Optional.empty();
  }

  /** Itself if it is a list; else empty. */
  default Optional<Sequence> sequence() {
    return Optional.empty();
  }

  /** Itself if it is a mapping; else empty. */
  default Optional<Mapping> mapping() {
    return Optional.empty();
  }

  /** Whether it is YAML's null. */
  default boolean isNothing() {
    return false;
  }

  /** Whether a problem says what is wrong with it. */
  default boolean isReported() {
    return false;
  }

  /**
   * One value.
   *
   * @param value a Long, Double, String or Boolean, or a BigInteger where a Long is too small
   * @param text the scalar as it was written, without quotes
   */
  record Scalar(Place place, Object value, String text) implements YamlNode {
    private static final int LONGEST = 60;

    /** The value if it is of this type; else empty. */
    public <V> Optional<V> valueAs(Class<V> type) {
      return Optional.of(value).filter(type::isInstance).map(type::cast);
    }

    @Override
    public String found() {
      String line = text.lines().findFirst().orElse("");
      String shown =
          line.length() < text.length() || line.length() > LONGEST
              ? line.substring(0, Math.min(line.length(), LONGEST)) + "…"
              : line;
      return value instanceof String ? '"' + shown + '"' : shown;
    }

    @Override
    public Optional<Scalar> scalar() {
      return Optional.of(this);
    }
  }

  /** YAML's null. */
  record Nothing(Place place) implements YamlNode {
    @Override
    public String found() {
      return "nothing";
    }

    @Override
    public boolean isNothing() {
      return true;
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

    @Override
    public Optional<Sequence> sequence() {
      return Optional.of(this);
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

    @Override
    public Optional<Mapping> mapping() {
      return Optional.of(this);
    }

    /** This mapping with {@code key} set, in its old position if it had one. */
    Mapping with(String key, Entry entry) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.put(key, entry);
      return new Mapping(place, changed);
    }

    /** What stands at a dotted key; empty where there is nothing. */
    public Optional<Entry> find(String dotted) {
      int end = dotted.length(); // Of the longest key that is there: a key may have dots.
      while (end > 0 && !entries.containsKey(dotted.substring(0, end))) {
        end = dotted.lastIndexOf('.', end - 1);
      }
      Optional<Entry> first =
          Optional.ofNullable(entries.get(dotted.substring(0, Math.max(end, 0))));
      if (end <= 0 || end == dotted.length()) {
        return first;
      }
      String rest = dotted.substring(end + 1);
      return first.flatMap(entry -> entry.value().mapping()).flatMap(below -> below.find(rest));
    }

    /** The same with a value at a dotted key, where a problem with it is the value's. */
    public Mapping with(String dotted, YamlNode value) {
      int dot = dotted.indexOf('.');
      String key = dot < 0 ? dotted : dotted.substring(0, dot);
      Entry entry = entries.get(key);
      YamlNode inner =
          dot < 0
              ? value
              : Optional.ofNullable(entry)
                  .flatMap(found -> found.value().mapping())
                  .orElse(new Mapping(value.place(), Map.of()))
                  .with(dotted.substring(dot + 1), value);
      return with(key, new Entry(entry == null ? value.place() : entry.place(), inner));
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

    @Override
    public boolean isReported() {
      return true;
    }
  }

  /**
   * What a key stands for.
   *
   * @param place where the key stands
   */
  record Entry(Place place, YamlNode value) {}
}
