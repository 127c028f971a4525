package dev.trawl.track.filter;

import dev.trawl.sweep.MetricKind;

/** What of a run is compared or ordered by. */
public sealed interface RunKey {

  /** What a visitor makes of it: exactly one of its methods is called. */
  <T> T accept(Visitor<T> visitor);

  /** What is done with a key of each kind. */
  interface Visitor<T> {
    T metric(MetricKey metric);

    T parameter(ParameterKey parameter);

    T tag(TagKey tag);

    T attribute(AttributeKey attribute);
  }

  /** As a filter has it, quoted where it must be. */
  String text();

  ValueType type();

  /** Whether its name is free to choose, and so may be one that no run has. */
  boolean isFreelyNamed();

  /** Whether it can be compared with numbers. */
  default boolean takesNumbers() {
    return type().takesNumbers();
  }

  /** Whether it can be compared with text. */
  default boolean takesText() {
    return type().takesText();
  }

  /** Whether all of its values are fractions, from 0 to 1. */
  default boolean isFraction() {
    return false;
  }

  /** A metric of the run's best epoch, or of its test: a number, NaN and infinities included. */
  record MetricKey(String name) implements RunKey {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.metric(this);
    }

    @Override
    public String text() {
      return "metrics." + quoted(name);
    }

    @Override
    public ValueType type() {
      return ValueType.NUMBER;
    }

    @Override
    public boolean isFreelyNamed() {
      return true;
    }

    @Override
    public boolean isFraction() {
      return MetricKind.of(name).isFraction();
    }
  }

  /**
   * A hyperparameter. Its text is the JSON of its value, of a string its characters; where the
   * value is a number it compares with numbers too.
   */
  record ParameterKey(String name) implements RunKey {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.parameter(this);
    }

    @Override
    public String text() {
      return "params." + quoted(name);
    }

    @Override
    public ValueType type() {
      return ValueType.JSON;
    }

    @Override
    public boolean isFreelyNamed() {
      return true;
    }
  }

  /** A tag: text. */
  record TagKey(String name) implements RunKey {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.tag(this);
    }

    @Override
    public String text() {
      return "tags." + quoted(name);
    }

    @Override
    public ValueType type() {
      return ValueType.TEXT;
    }

    @Override
    public boolean isFreelyNamed() {
      return true;
    }
  }

  /** What every run has. */
  record AttributeKey(RunAttribute attribute) implements RunKey {
    @Override
    public <T> T accept(Visitor<T> visitor) {
      return visitor.attribute(this);
    }

    @Override
    public String text() {
      return attribute.key();
    }

    @Override
    public ValueType type() {
      return attribute.type();
    }

    @Override
    public boolean isFreelyNamed() {
      return false;
    }
  }

  private static String quoted(String name) {
    return FilterLexer.isPlain(name) ? name : "`" + name.replace("`", "``") + "`";
  }
}
