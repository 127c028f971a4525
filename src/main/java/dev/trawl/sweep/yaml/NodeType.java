package dev.trawl.sweep.yaml;

import dev.trawl.sweep.yaml.YamlNode.Scalar;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a node has to be, and the value that it then stands for. */
@FunctionalInterface
public interface NodeType<T> {
  /** Empty if the node is something else; then that is reported. */
  Optional<T> read(YamlNode node, Problems problems);

  /** Any scalar but null, as it was written: a name may look like a number. */
  static NodeType<String> text(String expected) {
    return scalar(
        expected,
        scalar -> Optional.of(scalar.text()).filter(text -> !text.isBlank()),
        scalar -> null);
  }

  /** Text on one line. */
  static NodeType<String> name(String expected) {
    return (node, problems) ->
        text(expected)
            .read(node, problems)
            .flatMap(
                name ->
                    name.chars().noneMatch(Character::isISOControl)
                        ? Optional.of(name)
                        : report(node, expected + " on one line", problems));
  }

  static NodeType<Long> integer(String expected, long min, long max) {
    return scalar(
        expected,
        value ->
            value instanceof Long number && number >= min && number <= max
                ? Optional.of(number)
                : Optional.empty());
  }

  /** An integer of at least {@code min} that a Java int holds. */
  static NodeType<Integer> integerFrom(int min) {
    String least = "an integer of at least " + min;
    return (node, problems) ->
        integer(
                isTooLarge(node) ? least + ", at most " + Integer.MAX_VALUE : least,
                min,
                Integer.MAX_VALUE)
            .read(node, problems)
            .map(Math::toIntExact);
  }

  private static boolean isTooLarge(YamlNode node) {
    Object value = node.scalar().map(Scalar::value).orElse(0L);
    return (value instanceof Long number && number > Integer.MAX_VALUE)
        || (value instanceof BigInteger larger && larger.signum() > 0);
  }

  /** A finite number, with or without a decimal point. */
  static NodeType<Double> number(String expected, DoublePredicate valid) {
    return scalar(expected, scalar -> number(scalar).filter(finite(valid)), scalar -> null);
  }

  /** A fraction. Somebody who wrote 10 or more probably meant a percentage. */
  static NodeType<Double> fraction(String expected, DoublePredicate valid) {
    return scalar(
        expected,
        scalar -> number(scalar).filter(finite(valid)),
        scalar ->
            number(scalar)
                .filter(number -> number >= 10 && !valid.test(number) && valid.test(number / 100))
                .map(percentage -> ValueText.of(percentage / 100))
                .orElse(null));
  }

  private static Optional<Double> number(Scalar scalar) {
    return scalar.valueAs(Number.class).map(Number::doubleValue);
  }

  private static Predicate<Double> finite(DoublePredicate valid) {
    return number -> Double.isFinite(number) && valid.test(number);
  }

  /** One of {@code names}. */
  static NodeType<String> choice(String expected, Collection<String> names) {
    return scalar(
        expected,
        scalar -> Optional.of(scalar.text()).filter(names::contains),
        scalar -> NearestName.explained(scalar.text(), names));
  }

  /** True or false, as YAML has them, unquoted. */
  static NodeType<Boolean> flag(String expected) {
    return scalar(
        expected,
        scalar -> scalar.valueAs(Boolean.class),
        scalar -> NearestName.of(scalar.text(), List.of("true", "false")));
  }

  static NodeType<YamlNode.Mapping> mapping(String expected) {
    return (node, problems) -> node.mapping().or(() -> report(node, expected, problems));
  }

  static NodeType<YamlNode.Sequence> sequence(String expected) {
    return (node, problems) ->
        node.sequence()
            .filter(list -> !list.items().isEmpty())
            .or(() -> report(node, expected, problems));
  }

  /** A scalar but null whose value {@code convert} accepts. */
  static <T> NodeType<T> scalar(String expected, Function<Object, Optional<T>> convert) {
    return scalar(expected, scalar -> convert.apply(scalar.value()), scalar -> null);
  }

  /**
   * A scalar but null that {@code convert} accepts.
   *
   * @param nearest what one that it doesn't accept was probably meant to be; null for nothing
   */
  private static <T> NodeType<T> scalar(
      String expected,
      Function<Scalar, Optional<T>> convert,
      Function<Scalar, @Nullable String> nearest) {
    return (node, problems) -> {
      Optional<T> value = node.scalar().flatMap(convert);
      if (value.isEmpty() && !node.isReported()) {
        String meant = node.scalar().map(nearest).orElse(null);
        problems.error(node.place(), node.found(), expected, meant);
      }
      return value;
    };
  }

  private static <T> Optional<T> report(YamlNode node, String expected, Problems problems) {
    if (!node.isReported()) {
      problems.error(node.place(), node.found(), expected);
    }
    return Optional.empty();
  }
}
