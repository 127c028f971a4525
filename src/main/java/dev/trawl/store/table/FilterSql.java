package dev.trawl.store.table;

import dev.trawl.store.file.Json;
import dev.trawl.track.filter.Literal;
import dev.trawl.track.filter.Relation;
import dev.trawl.track.filter.RunAttribute;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunKey;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.argument.Argument;

/**
 * Conditions on the runs {@code r} of the sweep {@code :sweep} as SQL; whatever a filter names is
 * bound. SQL's null is the filter's unknown, since an absent value is a null.
 *
 * <p>Outside of a NOT, unknown is as good as false. There a metric or parameter is looked for once,
 * in the order of its index, and not for each run.
 */
final class FilterSql {
  private static final String NAN = "CAST('NaN' AS DOUBLE PRECISION)";

  private final Function<RunFilter.Like, LikeMatches> likes;
  private final Map<String, Object> bindings = new LinkedHashMap<>();

  /**
   * @param likes finds the runs that have a text like a pattern
   */
  FilterSql(Function<RunFilter.Like, LikeMatches> likes) {
    this.likes = likes;
  }

  /** What the SQL's parameters stand for, by name. */
  Map<String, Object> bindings() {
    return bindings;
  }

  String condition(RunFilter filter) {
    return condition(filter, true);
  }

  /**
   * @param once whether unknown may become false
   */
  private String condition(RunFilter filter, boolean once) {
    if (filter instanceof RunFilter.And and) {
      return joined(and.parts(), " AND ", once);
    }
    if (filter instanceof RunFilter.Or or) {
      return joined(or.parts(), " OR ", once);
    }
    if (filter instanceof RunFilter.Not not) {
      return "(NOT " + condition(not.part(), false) + ")";
    }
    if (filter instanceof RunFilter.Compare compare) {
      return compare(compare.key(), compare.relation(), compare.value(), once);
    }
    if (filter instanceof RunFilter.In in) {
      return in.values().stream()
          .map(value -> compare(in.key(), Relation.EQUAL, value, once))
          .collect(Collectors.joining(" OR ", "(", ")"));
    }
    return filter instanceof RunFilter.Like like
        ? like(like, once)
        : "(" + anyValue(((RunFilter.Absent) filter).key()) + " IS NULL)";
  }

  private String joined(List<RunFilter> parts, String operator, boolean once) {
    return parts.stream()
        .map(part -> condition(part, once))
        .collect(Collectors.joining(operator, "(", ")"));
  }

  private String compare(RunKey key, Relation relation, Literal value, boolean once) {
    if (once && key instanceof RunKey.MetricKey metric) {
      return found("metric", metric.name(), compare("v.metric_value", "", key, relation, value));
    }
    if (once && key instanceof RunKey.ParameterKey parameter) {
      return found(
          "parameter",
          parameter.name(),
          compare("v.numeric_value", "v.text_value", key, relation, value));
    }
    boolean text = value instanceof Literal.Text;
    return compare(
        !text || number(key, value).isPresent() ? number(key) : "",
        text || isExact(key, value) ? encoded(key) : "",
        key,
        relation,
        value);
  }

  private String found(String kind, String name, String condition) {
    return """
    (r.id IN (SELECT v.run_id FROM run_%1$s v WHERE v.sweep_id = :sweep
      AND v.key_id = (SELECT k.id FROM %1$s_key k WHERE k.name = %2$s) AND %3$s))\
    """
        .formatted(kind, bind(name), condition);
  }

  /**
   * @param number the key's value as a number
   * @param text the same as text, as it is stored
   */
  private String compare(String number, String text, RunKey key, Relation relation, Literal value) {
    if (value instanceof Literal.Numeric numeric) {
      return isExact(key, value)
          ? compareExactly(number, text, relation, numeric)
          : compare(number, relation, bind(numeric.value()));
    }
    String same =
        encodings(key, ((Literal.Text) value).value()).stream()
            .map(this::bind)
            .collect(Collectors.joining(", ", "(" + text + " IN (", "))"));
    String equal =
        number(key, value)
            .map(meant -> compare(number, text, key, Relation.EQUAL, meant))
            .map(isNumber -> "(%s OR COALESCE(%s, FALSE))".formatted(same, isNumber))
            .orElse(same);
    return relation == Relation.EQUAL ? equal : "(NOT " + equal + ")";
  }

  /** The number that a parameter which is one may have been compared with in quotes. */
  private static Optional<Literal.Numeric> number(RunKey key, Literal value) {
    return key instanceof RunKey.ParameterKey && value instanceof Literal.Text text
        ? text.number()
        : Optional.empty();
  }

  private static boolean isExact(RunKey key, Literal value) {
    return key instanceof RunKey.ParameterKey
        && value instanceof Literal.Numeric number
        && number.exact() != null;
  }

  /**
   * Whole numbers that are one double are told apart by their digits; those are without a point.
   */
  private String compareExactly(
      String number, String text, Relation relation, Literal.Numeric value) {
    String rounded = bind(value.value());
    return "(CASE WHEN %s = %s AND LOCATE('.', %s) = 0 THEN %s ELSE %s END)"
        .formatted(
            number,
            rounded,
            text,
            compare(
                "CAST(%s AS BIGINT)".formatted(text),
                relation,
                "CAST(%s AS DECFLOAT)".formatted(bind(Objects.requireNonNull(value.exact())))),
            compare(number, relation, rounded));
  }

  /** H2 has NaN above all numbers, a filter neither above nor below. */
  private static String compare(String left, Relation relation, String right) {
    String operator = relation == Relation.NOT_EQUAL ? "<>" : relation.symbol();
    String comparison = "%s %s %s".formatted(left, operator, right);
    return relation.isOrdering()
        ? "(%s AND %s <> %s)".formatted(comparison, left, NAN)
        : "(" + comparison + ")";
  }

  private String like(RunFilter.Like like, boolean once) {
    LikeMatches found = likes.apply(like);
    String matching = among(found.matching());
    return once
        ? matching
        : "(CASE WHEN %s THEN TRUE WHEN %s THEN FALSE END)"
            .formatted(matching, among(found.others()));
  }

  private String among(List<Long> runs) {
    return among("r.id", runs);
  }

  /** Whether the run is none of these, whatever its columns say. */
  String noneOf(Set<Long> runs) {
    return "(NOT %s)".formatted(among("r._ROWID_", runs));
  }

  private String among(String key, Collection<Long> runs) {
    Argument ids = (position, statement, context) -> statement.setObject(position, runs.toArray());
    return "(%s IN (SELECT u.id FROM UNNEST(CAST(%s AS BIGINT ARRAY)) u(id)))"
        .formatted(key, bind(ids));
  }

  /** The key's value as a number. */
  private String number(RunKey key) {
    if (key instanceof RunKey.MetricKey metric) {
      return metric(metric.name());
    }
    return key instanceof RunKey.ParameterKey parameter
        ? parameter("numeric_value", parameter.name())
        : "CAST(%s AS DOUBLE PRECISION)".formatted(encoded(key));
  }

  /** The key's value as text, as it is stored: parameters and tags in JSON. */
  String encoded(RunKey key) {
    if (key instanceof RunKey.ParameterKey parameter) {
      return parameter("text_value", parameter.name());
    }
    if (key instanceof RunKey.TagKey tag) {
      return tag(tag.name());
    }
    if (key instanceof RunKey.AttributeKey attribute) {
      return column(attribute.attribute());
    }
    throw new IllegalArgumentException("need a key that has text, found " + key.text());
  }

  /**
   * How a text is stored: a parameter's may be a string in quotes, or another value's JSON, which
   * is stored without blanks.
   */
  private static List<String> encodings(RunKey key, String text) {
    if (key instanceof RunKey.ParameterKey) {
      return Stream.concat(Stream.of(text, Json.write(text)), Json.list(text).stream()).toList();
    }
    return List.of(key instanceof RunKey.TagKey ? inner(Json.write(text)) : text);
  }

  private String decoded(RunKey key) {
    String encoded = encoded(key);
    if (key instanceof RunKey.ParameterKey) {
      String inside = "SUBSTRING(%1$s, 2, LENGTH(%1$s) - 2)".formatted(encoded);
      return "CASE WHEN LEFT(%1$s, 1) = '\"' THEN %2$s ELSE %1$s END"
          .formatted(encoded, unescaped(inside));
    }
    return key instanceof RunKey.TagKey ? unescaped(encoded) : encoded;
  }

  /**
   * A JSON string's quotes, backslashes, line breaks and tabs; other control characters stay
   * escaped. Jdbi takes a backslash in the SQL for its own, and U+0001, which JSON has only
   * escaped, stands for one meanwhile.
   */
  private static String unescaped(String json) {
    String text = "REPLACE(%s, CHAR(92) || CHAR(92), CHAR(1))".formatted(json);
    text = "REPLACE(%s, CHAR(92) || '\"', '\"')".formatted(text);
    text = "REPLACE(%s, CHAR(92) || 'n', CHAR(10))".formatted(text);
    text = "REPLACE(%s, CHAR(92) || 't', CHAR(9))".formatted(text);
    return "REPLACE(%s, CHAR(1), CHAR(92))".formatted(text);
  }

  private String anyValue(RunKey key) {
    return key instanceof RunKey.MetricKey metric ? metric(metric.name()) : encoded(key);
  }

  private String metric(String name) {
    return """
    (SELECT m.metric_value FROM run_metric m WHERE m.run_id = r.id
      AND m.key_id = (SELECT k.id FROM metric_key k WHERE k.name = %s))\
    """
        .formatted(bind(name));
  }

  private String parameter(String column, String name) {
    return """
    (SELECT p.%s FROM run_parameter p WHERE p.run_id = r.id
      AND p.key_id = (SELECT k.id FROM parameter_key k WHERE k.name = %s))\
    """
        .formatted(column, bind(name));
  }

  /**
   * Tags are a JSON object of strings: what is between the quotes behind the name. Possessive, for
   * otherwise a long text takes a stack as deep.
   */
  private String tag(String name) {
    String pattern =
        "[{,]\"%s\":\"((?:[^\"\\\\]++|\\\\.)*+)\""
            .formatted(Pattern.quote(inner(Json.write(name))));
    return "REGEXP_SUBSTR(r.tags, %s, 1, 1, 'c', 1)".formatted(bind(pattern));
  }

  private static String column(RunAttribute attribute) {
    return switch (attribute) {
      case RUN_ID -> "r.uid";
      case NUMBER -> "r.number";
      case ATTEMPT -> "r.attempt";
      case STATUS -> "r.status";
      case REASON -> "r.reason";
      case EPOCHS -> "r.epochs";
      case BEST_EPOCH -> "r.best_epoch";
      case SECONDS -> "r.seconds";
      case BAND -> "r.band";
      case START_TIME -> "r.started_at";
      case END_TIME -> "r.ended_at";
      case CREATED_AT -> "r.created_at";
    };
  }

  /** The expressions that a key orders by; null and NaN come last. */
  List<String> order(RunKey key) {
    if (key instanceof RunKey.MetricKey metric) {
      return List.of("NULLIF(%s, %s)".formatted(metric(metric.name()), NAN));
    }
    return key instanceof RunKey.ParameterKey parameter
        ? List.of(
            number(parameter), exact(number(parameter), encoded(parameter)), encoded(parameter))
        : List.of(key instanceof RunKey.TagKey ? decoded(key) : encoded(key));
  }

  /** A parameter's number, whose digits may be more than a double has. */
  static String exact(String number, String text) {
    return "CASE WHEN %s IS NOT NULL THEN CAST(%s AS DECFLOAT) END".formatted(number, text);
  }

  private String bind(Object value) {
    String name = "v" + bindings.size();
    bindings.put(name, value);
    return ":" + name;
  }

  /** A JSON string without its quotes. */
  private static String inner(String json) {
    return json.substring(1, json.length() - 1);
  }
}
