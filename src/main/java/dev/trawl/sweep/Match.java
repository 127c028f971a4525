package dev.trawl.sweep;

import dev.trawl.sweep.yaml.ValueText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a value of a parameter has to be for a condition to hold. */
public sealed interface Match {
  boolean test(Object value);

  /** The finite numbers at which it begins or ceases to hold. */
  List<Double> cuts();

  /** What a person reads about it, such as {@code adam or sgd}. */
  String describe();

  /** One of these. */
  record AnyOf(List<Object> values) implements Match {
    public AnyOf {
      values = List.copyOf(values);
    }

    @Override
    public boolean test(Object value) {
      return values.contains(value);
    }

    @Override
    public List<Double> cuts() {
      return values.stream()
          .filter(Number.class::isInstance)
          .map(value -> ((Number) value).doubleValue())
          .toList();
    }

    @Override
    public String describe() {
      return values.stream().map(ValueText::of).collect(Collectors.joining(" or "));
    }
  }

  /** A number between two others, neither included; each may be infinite. */
  record Between(double above, double below) implements Match {
    @Override
    public boolean test(Object value) {
      return value instanceof Number number
          && number.doubleValue() > above
          && number.doubleValue() < below;
    }

    @Override
    public List<Double> cuts() {
      return Stream.of(above, below).filter(Double::isFinite).toList();
    }

    @Override
    public String describe() {
      String lower = Double.isInfinite(above) ? "" : "above " + ValueText.exact(above);
      String upper = Double.isInfinite(below) ? "" : "below " + ValueText.exact(below);
      return lower.isEmpty() || upper.isEmpty() ? lower + upper : lower + " and " + upper;
    }
  }
}
