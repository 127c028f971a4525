package dev.trawl.sweep.yaml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** A YAML document with aliases expanded and merge keys merged; every node knows its place. */
public sealed interface YamlNode {
  Place place();

  /** How a message names this node as what was found. */
  String found();

  /** What is made of it: exactly one of these is asked. */
  <T> T fold(
      Function<Scalar, T> scalar,
      Function<Nothing, T> nothing,
      Function<Sequence, T> sequence,
      Function<Mapping, T> mapping,
      Function<Unreadable, T> unreadable);

  /** Itself if it is one value, not null; else empty. */
  default Optional<Scalar> scalar() {
    return fold(Optional::of, YamlNode::none, YamlNode::none, YamlNode::none, YamlNode::none);
  }

  /** Itself if it is a list; else empty. */
  default Optional<Sequence> sequence() {
    return fold(YamlNode::none, YamlNode::none, Optional::of, YamlNode::none, YamlNode::none);
  }

  /** Itself if it is a mapping; else empty. */
  default Optional<Mapping> mapping() {
    return fold(YamlNode::none, YamlNode::none, YamlNode::none, Optional::of, YamlNode::none);
  }

  /** Whether it is YAML's null. */
  default boolean isNothing() {
    return fold(is(false), is(true), is(false), is(false), is(false));
  }

  /** Whether a problem says what is wrong with it. */
  default boolean isReported() {
    return fold(is(false), is(false), is(false), is(false), is(true));
  }

  private static <T> Optional<T> none(YamlNode node) {
    return Optional.empty();
  }

  private static <N> Function<N, Boolean> is(boolean answer) {
    return node -> answer;
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
    public <T> T fold(
        Function<Scalar, T> scalar,
        Function<Nothing, T> nothing,
        Function<Sequence, T> sequence,
        Function<Mapping, T> mapping,
        Function<Unreadable, T> unreadable) {
      return scalar.apply(this);
    }
  }

  /** YAML's null. */
  record Nothing(Place place) implements YamlNode {
    @Override
    public String found() {
      return "nothing";
    }

    @Override
    public <T> T fold(
        Function<Scalar, T> scalar,
        Function<Nothing, T> nothing,
        Function<Sequence, T> sequence,
        Function<Mapping, T> mapping,
        Function<Unreadable, T> unreadable) {
      return nothing.apply(this);
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
    public <T> T fold(
        Function<Scalar, T> scalar,
        Function<Nothing, T> nothing,
        Function<Sequence, T> sequence,
        Function<Mapping, T> mapping,
        Function<Unreadable, T> unreadable) {
      return sequence.apply(this);
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
    public <T> T fold(
        Function<Scalar, T> scalar,
        Function<Nothing, T> nothing,
        Function<Sequence, T> sequence,
        Function<Mapping, T> mapping,
        Function<Unreadable, T> unreadable) {
      return mapping.apply(this);
    }

    /** This mapping with {@code key} set, in its old position if it had one. */
    Mapping with(String key, Entry entry) {
      Map<String, Entry> changed = new LinkedHashMap<>(entries);
      changed.put(key, entry);
      return new Mapping(place, changed);
    }

    /** What stands at a dotted key; empty where there is nothing. */
    public Optional<Entry> find(String dotted) {
      Entry whole = entries.get(dotted);
      int dot = dotted.indexOf('.');
      if (whole != null || dot < 0) {
        return Optional.ofNullable(whole);
      }
      Entry first = entries.get(dotted.substring(0, dot));
      return Optional.ofNullable(first)
          .flatMap(entry -> entry.value().mapping())
          .flatMap(below -> below.find(dotted.substring(dot + 1)));
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
    public <T> T fold(
        Function<Scalar, T> scalar,
        Function<Nothing, T> nothing,
        Function<Sequence, T> sequence,
        Function<Mapping, T> mapping,
        Function<Unreadable, T> unreadable) {
      return unreadable.apply(this);
    }
  }

  /**
   * What a key stands for.
   *
   * @param place where the key stands
   */
  record Entry(Place place, YamlNode value) {}
}
