package dev.trawl.track.filter;

/** What of a run is compared or ordered by. */
public sealed interface RunKey {

  /** As a filter has it, quoted where it must be. */
  String text();

  /** Whether it can be compared with numbers. */
  boolean takesNumbers();

  /** Whether it can be compared with text. */
  boolean takesText();

  /** A metric of the run's best epoch, or of its test: a number, NaN and infinities included. */
  record MetricKey(String name) implements RunKey {
    @Override
    public String text() {
      return "metrics." + quoted(name);
    }

    @Override
    public boolean takesNumbers() {
      return true;
    }

    @Override
    public boolean takesText() {
      return false;
    }
  }

  /**
   * A hyperparameter. Its text is the JSON of its value, of a string its characters; where the
   * value is a number it compares with numbers too.
   */
  record ParameterKey(String name) implements RunKey {
    @Override
    public String text() {
      return "params." + quoted(name);
    }

    @Override
    public boolean takesNumbers() {
      return true;
    }

    @Override
    public boolean takesText() {
      return true;
    }
  }

  /** A tag: text. */
  record TagKey(String name) implements RunKey {
    @Override
    public String text() {
      return "tags." + quoted(name);
    }

    @Override
    public boolean takesNumbers() {
      return false;
    }

    @Override
    public boolean takesText() {
      return true;
    }
  }

  /** What every run has. */
  record AttributeKey(RunAttribute attribute) implements RunKey {
    @Override
    public String text() {
      return attribute.key();
    }

    @Override
    public boolean takesNumbers() {
      return attribute.isNumeric();
    }

    @Override
    public boolean takesText() {
      return !attribute.isNumeric();
    }
  }

  private static String quoted(String name) {
    return FilterLexer.isPlain(name) ? name : "`" + name.replace("`", "``") + "`";
  }
}
