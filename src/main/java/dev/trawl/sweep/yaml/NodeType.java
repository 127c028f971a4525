package dev.trawl.sweep.yaml;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;

/** What a node has to be, and the value that it then stands for. */
@FunctionalInterface
public interface NodeType<T> {
  /** Empty if the node is something else; then that is reported. */
  Optional<T> read(YamlNode node, Problems problems);

  /** Any scalar but null, as it was written: a name may look like a number. */
  static NodeType<String> text(String expected) {
    return (node, problems) -> {
      if (node instanceof YamlNode.Scalar scalar
          && scalar.value() != null
          && !scalar.text().isBlank()) {
        return Optional.of(scalar.text());
      }
      return report(node, expected, problems);
    };
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
    NodeType<Long> type = integer("an integer of at least " + min, min, Integer.MAX_VALUE);
    return (node, problems) -> type.read(node, problems).map(Math::toIntExact);
  }

  /** A finite number, with or without a decimal point. */
  static NodeType<Double> number(String expected, DoublePredicate valid) {
    return scalar(
        expected,
        value -> {
          double number = value instanceof Number found ? found.doubleValue() : Double.NaN;
          return Double.isFinite(number) && valid.test(number)
              ? Optional.of(number)
              : Optional.empty();
        });
  }

  /** A fraction. Somebody who wrote 10 or more probably meant a percentage. */
  static NodeType<Double> fraction(String expected, DoublePredicate valid) {
    return (node, problems) -> {
      if (node instanceof YamlNode.Scalar scalar
          && scalar.value() instanceof Number number
          && number.doubleValue() >= 10
          && !valid.test(number.doubleValue())
          && valid.test(number.doubleValue() / 100)) {
        problems.error(
            node.place(), node.found(), expected, ValueText.of(number.doubleValue() / 100));
        return Optional.empty();
      }
      return number(expected, valid).read(node, problems);
    };
  }

  /** One of {@code names}. */
  static NodeType<String> choice(String expected, Collection<String> names) {
    return (node, problems) -> {
      if (node instanceof YamlNode.Scalar scalar && scalar.value() != null) {
        if (names.contains(scalar.text())) {
          return Optional.of(scalar.text());
        }
        problems.error(
            node.place(), node.found(), expected, NearestName.explained(scalar.text(), names));
        return Optional.empty();
      }
      return report(node, expected, problems);
    };
  }

  /** True or false, as YAML has them, unquoted. */
  static NodeType<Boolean> flag(String expected) {
    return (node, problems) -> {
      if (node instanceof YamlNode.Scalar scalar && scalar.value() != null) {
        if (scalar.value() instanceof Boolean flag) {
          return Optional.of(flag);
        }
        String nearest = NearestName.of(scalar.text(), List.of("true", "false"));
        problems.error(node.place(), node.found(), expected, nearest);
        return Optional.empty();
      }
      return report(node, expected, problems);
    };
  }

  static NodeType<YamlNode.Mapping> mapping(String expected) {
    return (node, problems) ->
        node instanceof YamlNode.Mapping mapping
            ? Optional.of(mapping)
            : report(node, expected, problems);
  }

  static NodeType<YamlNode.Sequence> sequence(String expected) {
    return (node, problems) ->
        node instanceof YamlNode.Sequence sequence && !sequence.items().isEmpty()
            ? Optional.of(sequence)
            : report(node, expected, problems);
  }

  /** A scalar but null whose value {@code convert} accepts. */
  static <T> NodeType<T> scalar(String expected, Function<Object, Optional<T>> convert) {
    return (node, problems) -> {
      if (node instanceof YamlNode.Scalar scalar && scalar.value() != null) {
        Optional<T> value = convert.apply(scalar.value());
        return value.isPresent() ? value : report(node, expected, problems);
      }
      return report(node, expected, problems);
    };
  }

  private static <T> Optional<T> report(YamlNode node, String expected, Problems problems) {
    if (!(node instanceof YamlNode.Unreadable)) {
      problems.error(node.place(), node.found(), expected);
    }
    return Optional.empty();
  }
}
