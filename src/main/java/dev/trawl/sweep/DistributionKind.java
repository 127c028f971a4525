package dev.trawl.sweep;

import dev.trawl.sweep.yaml.YamlNode.Entry;
import dev.trawl.sweep.yaml.YamlNode.Mapping;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The distributions that can be drawn from. */
public enum DistributionKind {
  CONSTANT,
  CATEGORICAL,
  CATEGORICAL_W_PROBABILITIES,
  INT_UNIFORM,
  UNIFORM,
  Q_UNIFORM,
  LOG_UNIFORM_VALUES,
  INV_LOG_UNIFORM_VALUES,
  Q_LOG_UNIFORM_VALUES,
  NORMAL,
  Q_NORMAL,
  LOG_NORMAL,
  Q_LOG_NORMAL,
  BETA,
  Q_BETA;

  public static List<String> names() {
    return Arrays.stream(values()).map(DistributionKind::key).toList();
  }

  public static Optional<DistributionKind> named(String name) {
    return Arrays.stream(values()).filter(kind -> kind.key().equals(name)).findFirst();
  }

  /** What a parameter without the key {@code distribution} means. */
  public static Optional<DistributionKind> inferred(Mapping parameter) {
    Map<String, Entry> entries = parameter.entries();
    if (entries.containsKey("value")) {
      return Optional.of(CONSTANT);
    }
    if (entries.containsKey("values")) {
      return Optional.of(
          entries.containsKey("probabilities") ? CATEGORICAL_W_PROBABILITIES : CATEGORICAL);
    }
    if (!entries.containsKey("min") && !entries.containsKey("max")) {
      return Optional.empty();
    }
    return Optional.of(
        isReal(entries.get("min")) || isReal(entries.get("max")) ? UNIFORM : INT_UNIFORM);
  }

  /** The name in a sweep file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static boolean isReal(@Nullable Entry entry) {
    return entry != null
        && entry.value().scalar().flatMap(limit -> limit.valueAs(Double.class)).isPresent();
  }
}
