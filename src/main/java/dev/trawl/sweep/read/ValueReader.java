package dev.trawl.sweep.read;

import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.yaml.NodeType;
import dev.trawl.sweep.yaml.Problems;
import dev.trawl.sweep.yaml.ValueText;
import dev.trawl.sweep.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A parameter's value: what JSON has, and what the hyperparameter allows. An integer that stands
 * for a real number becomes one.
 */
final class ValueReader implements NodeType<Object> {
  private final @Nullable Hyperparameter hyperparameter;

  /**
   * @param hyperparameter null if it isn't known, so that any value will do
   */
  ValueReader(@Nullable Hyperparameter hyperparameter) {
    this.hyperparameter = hyperparameter;
  }

  @Override
  public Optional<Object> read(YamlNode node, Problems problems) {
    if (hyperparameter == null) {
      return json(node, problems);
    }
    String allowed = hyperparameter.allowed() + " for " + hyperparameter.name();
    return switch (hyperparameter.type()) {
      case INTEGER -> integer(allowed, hyperparameter).read(node, problems).map(Object.class::cast);
      case REAL ->
          (hyperparameter.max() < 1
                  ? NodeType.fraction(allowed, hyperparameter::contains)
                  : NodeType.number(allowed, hyperparameter::contains))
              .read(node, problems)
              .map(Object.class::cast);
      case INTEGER_LIST -> integers(hyperparameter, node, problems);
      case CHOICE ->
          NodeType.choice(allowed, hyperparameter.choices())
              .read(node, problems)
              .map(Object.class::cast);
      case FLAG -> NodeType.flag(allowed).read(node, problems).map(Object.class::cast);
    };
  }

  private static NodeType<Long> integer(String expected, Hyperparameter hyperparameter) {
    return NodeType.integer(expected, (long) hyperparameter.min(), (long) hyperparameter.max());
  }

  private static Optional<Object> integers(
      Hyperparameter hyperparameter, YamlNode node, Problems problems) {
    String list =
        "%s for %s, such as %s"
            .formatted(
                hyperparameter.allowed(),
                hyperparameter.name(),
                ValueText.of(hyperparameter.defaultValue()));
    String element =
        "an integer from %s to %s in a list for %s"
            .formatted(
                (long) hyperparameter.min(), (long) hyperparameter.max(), hyperparameter.name());
    return NodeType.sequence(list)
        .read(node, problems)
        .flatMap(found -> all(found.items(), integer(element, hyperparameter), problems))
        .map(Object.class::cast);
  }

  private static Optional<Object> json(YamlNode node, Problems problems) {
    NodeType<Object> scalar =
        NodeType.scalar(
            "a number, a text, true, false or a list",
            value ->
                value instanceof Double number && !Double.isFinite(number)
                    ? Optional.empty()
                    : Optional.of(value));
    return node.sequence()
        .map(list -> all(list.items(), ValueReader::json, problems).map(Object.class::cast))
        .orElseGet(() -> scalar.read(node, problems));
  }

  /** Every item's value; empty unless all are valid, and each that isn't is reported. */
  static <T> Optional<List<Object>> all(List<YamlNode> items, NodeType<T> type, Problems problems) {
    List<Object> values = new ArrayList<>();
    for (YamlNode item : items) {
      type.read(item, problems).ifPresent(values::add);
    }
    return values.size() == items.size() ? Optional.of(values) : Optional.empty();
  }
}
