package dev.trawl.track.filter;

import dev.trawl.sweep.Objective;
import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.sweep.yaml.RightPlace;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tokens to what they name: keys, and values that these can be compared with. */
final class OperandReader {
  private static final List<String> PREFIXES =
      List.of("metrics", "params", "parameters", "tags", "attributes");

  /** Those whose name is no hyperparameter's need no prefix. */
  private static final List<String> METRICS =
      Stream.concat(
              Objective.METRICS.stream(),
              Stream.of(
                  "test_loss", "test_accuracy", "test_cpu_seconds_per_image", "network_parameters"))
          .toList();

  private static final String KEYS =
      "metrics.KEY, params.NAME, tags.NAME or one of " + String.join(", ", RunAttribute.names());

  /** Stands for a key that was complained about, so that reading can go on. */
  static final RunKey ANY = new RunKey.ParameterKey("any");

  private final FilterProblems problems;

  OperandReader(FilterProblems problems) {
    this.problems = problems;
  }

  /** The key, or {@link #ANY}. */
  RunKey key(Token token) throws InvalidFilterException {
    return switch (token.kind()) {
      case NAME -> named(token);
      case WORD ->
          METRICS.contains(token.text())
              ? new RunKey.MetricKey(token.text())
              : attribute(token, token.text());
      default -> throw problems.fatal(token.offset(), token.found(), KEYS, null);
    };
  }

  private RunKey named(Token token) {
    if (token.value().isEmpty()) {
      problems.add(token.offset(), token.found(), "a name after " + token.prefix() + ".", null);
      return ANY;
    }
    return switch (token.prefix()) {
      case "metrics", "metric" -> new RunKey.MetricKey(token.value());
      case "params", "param", "parameters", "parameter" -> new RunKey.ParameterKey(token.value());
      case "tags", "tag" -> new RunKey.TagKey(token.value());
      case "attributes", "attribute", "attr", "run" -> attribute(token, token.value());
      default -> {
        String nearest = NearestName.of(token.prefix(), PREFIXES);
        problems.add(
            token.offset(),
            token.found(),
            KEYS,
            nearest == null ? null : nearest + token.text().substring(token.prefix().length()));
        yield ANY;
      }
    };
  }

  private RunKey attribute(Token token, String name) {
    Optional<RunAttribute> attribute = RunAttribute.named(name);
    if (attribute.isPresent()) {
      return new RunKey.AttributeKey(attribute.get());
    }
    problems.add(token.offset(), token.found(), KEYS, nearestKey(name));
    return ANY;
  }

  /** What is no attribute and no metric is probably a hyperparameter without its prefix. */
  private static String nearestKey(String name) {
    String attribute = NearestName.of(name, RunAttribute.names());
    if (attribute != null) {
      return attribute;
    }
    String metric = NearestName.of(name, METRICS);
    return metric != null
        ? new RunKey.MetricKey(metric).text()
        : new RunKey.ParameterKey(RightPlace.parameter(name)).text();
  }

  /** What {@code key} is compared with; empty when that was complained about. */
  Optional<Literal> value(RunKey key, Token token) throws InvalidFilterException {
    return switch (token.kind()) {
      case NUMBER -> number(key, token, parsed(token.text()));
      case TEXT -> text(key, token);
      case WORD -> word(key, token);
      default -> throw problems.fatal(token.offset(), token.found(), expected(key), null);
    };
  }

  private Optional<Literal> word(RunKey key, Token token) {
    if (token.is("NaN")) {
      return number(key, token, new Literal.Numeric(Double.NaN));
    }
    if (token.is("inf") || token.is("Infinity")) {
      return number(key, token, new Literal.Numeric(Double.POSITIVE_INFINITY));
    }
    if (key.type() == ValueType.JSON && (token.is("true") || token.is("false"))) {
      return Optional.of(new Literal.Text(token.text().toLowerCase(Locale.ROOT)));
    }
    if (token.is("NULL")) {
      return wrong(key, token, "IS NULL");
    }
    return key.type() == ValueType.STATUS
        ? wrongStatus(key, token)
        : wrong(key, token, key.takesText() ? quoted(token.text()) : null);
  }

  private Optional<Literal> wrongStatus(RunKey key, Token token) {
    String status = NearestName.of(token.value(), RunAttribute.STATUSES);
    return wrong(key, token, status == null ? null : quoted(status));
  }

  private static Literal.Numeric parsed(String text) {
    if (!text.toLowerCase(Locale.ROOT).contains("inf")) {
      return Literal.Numeric.of(text);
    }
    return new Literal.Numeric(
        text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
  }

  private Optional<Literal> number(RunKey key, Token token, Literal.Numeric value) {
    return key.takesNumbers() ? Optional.of(value) : wrong(key, token, quoted(token.text()));
  }

  private Optional<Literal> text(RunKey key, Token token) {
    String value = token.value();
    if (key.type() == ValueType.TIME) {
      return time(value).or(() -> wrong(key, token, null));
    }
    if (key.type() == ValueType.STATUS && !RunAttribute.STATUSES.contains(value)) {
      return wrongStatus(key, token);
    }
    return key.takesText()
        ? Optional.of(new Literal.Text(value))
        : wrong(key, token, FilterLexer.isNumber(value) ? value : null);
  }

  /** A date, or a date and a time of day; in UTC unless it says otherwise. */
  private static Optional<Literal> time(String text) {
    try {
      Instant instant =
          text.indexOf('T') < 0
              ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
              : text.matches(".*(Z|[+-]\\d\\d:\\d\\d)")
                  ? OffsetDateTime.parse(text).toInstant()
                  : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
      return Optional.of(new Literal.Numeric(instant.toEpochMilli()));
    } catch (DateTimeException | ArithmeticException e) {
      return Optional.empty();
    }
  }

  private Optional<Literal> wrong(RunKey key, Token token, @Nullable String nearest) {
    problems.add(token.offset(), token.found(), expected(key), nearest);
    return Optional.empty();
  }

  private static String quoted(String text) {
    return new Literal.Text(text).text();
  }

  private static String expected(RunKey key) {
    String values =
        switch (key.type()) {
          case NUMBER -> "a number";
          case TEXT -> "text in quotes";
          case STATUS -> "one of '" + String.join("', '", RunAttribute.STATUSES) + "'";
          case TIME ->
              "a time such as '2026-01-31' or '2026-01-31T18:30:00Z', or milliseconds since 1970";
          case JSON -> "a number or text in quotes";
        };
    return key.equals(ANY) ? values : values + " to compare " + key.text() + " with";
  }
}
