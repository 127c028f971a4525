package dev.trawl.store.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.store.file.Json;
import dev.trawl.track.Run;
import dev.trawl.track.filter.Literal;
import dev.trawl.track.filter.Relation;
import dev.trawl.track.filter.RunAttribute;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunKey;
import dev.trawl.track.filter.RunOrder;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which runs a filter means and how an order sorts them, in plain Java. */
final class FilterOracle {
  private static final ObjectMapper JSON = new ObjectMapper();

  private FilterOracle() {}

  /** True, false, or null for unknown. */
  static @Nullable Boolean holds(RunFilter filter, Run run) {
    if (filter instanceof RunFilter.And and) {
      return all(and.parts().stream().map(part -> unknown(holds(part, run))).toList(), false);
    }
    if (filter instanceof RunFilter.Or or) {
      return all(or.parts().stream().map(part -> unknown(holds(part, run))).toList(), true);
    }
    if (filter instanceof RunFilter.Not not) {
      Boolean part = holds(not.part(), run);
      return part == null ? null : !part;
    }
    if (filter instanceof RunFilter.Absent absent) {
      return text(absent.key(), run) == null && number(absent.key(), run) == null;
    }
    if (filter instanceof RunFilter.In in) {
      return all(
          in.values().stream()
              .map(value -> unknown(compare(in.key(), Relation.EQUAL, value, run)))
              .toList(),
          true);
    }
    if (filter instanceof RunFilter.Like like) {
      String text = text(like.key(), run);
      return text == null ? null : like(like.pattern(), like.ignoresCase()).matcher(text).matches();
    }
    RunFilter.Compare compare = (RunFilter.Compare) filter;
    return compare(compare.key(), compare.relation(), compare.value(), run);
  }

  /** A list can't hold null. */
  private static String unknown(@Nullable Boolean truth) {
    return truth == null ? "unknown" : truth.toString();
  }

  /** The deciding value if any part has it, unknown if any part is, else the other. */
  private static @Nullable Boolean all(List<String> parts, boolean deciding) {
    if (parts.contains(String.valueOf(deciding))) {
      return deciding;
    }
    return parts.contains("unknown") ? null : Boolean.valueOf(!deciding);
  }

  private static @Nullable Boolean compare(RunKey key, Relation relation, Literal value, Run run) {
    if (value instanceof Literal.Text wanted) {
      String text = text(key, run);
      return text == null ? null : equals(key, wanted, text, run) == (relation == Relation.EQUAL);
    }
    Double number = number(key, run);
    if (number == null) {
      return null;
    }
    Object recorded =
        key instanceof RunKey.ParameterKey parameter
            ? run.parameters().get(parameter.name())
            : null;
    BigDecimal exact = ((Literal.Numeric) value).exact();
    if (recorded instanceof Long whole && exact != null) {
      int order = BigDecimal.valueOf(whole).compareTo(exact);
      return switch (relation) {
        case EQUAL -> order == 0;
        case NOT_EQUAL -> order != 0;
        case LESS -> order < 0;
        case LESS_OR_EQUAL -> order <= 0;
        case GREATER -> order > 0;
        case GREATER_OR_EQUAL -> order >= 0;
      };
    }
    double wanted = ((Literal.Numeric) value).value();
    return switch (relation) {
      case EQUAL -> Double.compare(number + 0.0, wanted) == 0;
      case NOT_EQUAL -> Double.compare(number + 0.0, wanted) != 0;
      case LESS -> number < wanted;
      case LESS_OR_EQUAL -> number <= wanted;
      case GREATER -> number > wanted;
      case GREATER_OR_EQUAL -> number >= wanted;
    };
  }

  /** A parameter's number may be spelt otherwise. */
  private static boolean equals(RunKey key, Literal.Text wanted, String text, Run run) {
    return text.equals(wanted.value())
        || (key instanceof RunKey.ParameterKey
            && wanted.number().isPresent()
            && Boolean.TRUE.equals(
                compare(key, Relation.EQUAL, wanted.number().orElseThrow(), run)));
  }

  private static @Nullable Double number(RunKey key, Run run) {
    if (key instanceof RunKey.MetricKey metric) {
      return run.metrics().get(metric.name());
    }
    if (key instanceof RunKey.ParameterKey parameter) {
      return run.parameters().get(parameter.name()) instanceof Number number
          ? number.doubleValue()
          : null;
    }
    if (key instanceof RunKey.AttributeKey attribute) {
      return switch (attribute.attribute()) {
        case NUMBER -> (double) run.number();
        case EPOCHS -> (double) run.epochs();
        case BEST_EPOCH -> run.bestEpoch() == null ? null : run.bestEpoch().doubleValue();
        default -> null;
      };
    }
    return null;
  }

  private static @Nullable String text(RunKey key, Run run) {
    if (key instanceof RunKey.TagKey tag) {
      return run.info().tags().get(tag.name());
    }
    if (key instanceof RunKey.AttributeKey attribute) {
      return attribute.attribute() == RunAttribute.STATUS ? run.status().name() : null;
    }
    if (!(key instanceof RunKey.ParameterKey parameter)) {
      return null;
    }
    Object value = run.parameters().get(parameter.name());
    if (value == null || value instanceof String) {
      return (String) value;
    }
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Pattern like(String pattern, boolean ignoresCase) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i += Character.charCount(pattern.codePointAt(i))) {
      int c = pattern.codePointAt(i);
      boolean escapes =
          c == '\\' && i + 1 < pattern.length() && "%_\\".indexOf(pattern.charAt(i + 1)) >= 0;
      if (escapes) {
        i++;
        regex.append(Pattern.quote(pattern.substring(i, i + 1)));
      } else if (c == '%') {
        regex.append(".*");
      } else if (c == '_') {
        regex.append('.');
      } else {
        regex.append(Pattern.quote(Character.toString(c)));
      }
    }
    return Pattern.compile(
        regex.toString(),
        Pattern.DOTALL | (ignoresCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0));
  }

  static Comparator<Run> comparator(List<RunOrder> orders) {
    return (a, b) -> {
      for (RunOrder order : orders) {
        int numbers = compare(sortedNumber(order.key(), a), sortedNumber(order.key(), b), order);
        int texts = compare(sortedText(order.key(), a), sortedText(order.key(), b), order);
        if (numbers != 0 || texts != 0) {
          return numbers != 0 ? numbers : texts;
        }
      }
      return Integer.compare(a.number(), b.number());
    };
  }

  /** Absent values last, whichever the direction. */
  private static <T extends Comparable<T>> int compare(
      @Nullable T a, @Nullable T b, RunOrder order) {
    if (a == null || b == null) {
      return a == b ? 0 : a == null ? 1 : -1;
    }
    return order.descending() ? b.compareTo(a) : a.compareTo(b);
  }

  /** A double's digits, and all of a long's; but what differs as doubles is told by them. */
  private static @Nullable Exact sortedNumber(RunKey key, Run run) {
    if (key instanceof RunKey.ParameterKey parameter
        && run.parameters().get(parameter.name()) instanceof Long whole) {
      return new Exact(whole, BigDecimal.valueOf(whole));
    }
    Double number = number(key, run);
    if (number == null || number.isNaN()) {
      return null;
    }
    boolean infinite = number.isInfinite();
    return new Exact(number + 0.0, infinite ? BigDecimal.ZERO : BigDecimal.valueOf(number));
  }

  private record Exact(double rounded, BigDecimal digits) implements Comparable<Exact> {
    @Override
    public int compareTo(Exact other) {
      int order = Double.compare(rounded, other.rounded);
      return order == 0 ? digits.compareTo(other.digits) : order;
    }
  }

  /** Parameters in JSON. */
  private static @Nullable String sortedText(RunKey key, Run run) {
    Object value =
        key instanceof RunKey.ParameterKey parameter
            ? run.parameters().get(parameter.name())
            : null;
    return value == null ? text(key, run) : Json.write(value);
  }
}
