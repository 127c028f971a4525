package dev.trawl.track.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads filters and orders by recursive descent: OR binds less than AND, AND less than NOT. What is
 * only wrong in itself, such as an unknown attribute, is noted and reading goes on; after anything
 * else it ends.
 */
final class FilterParser {
  private static final int DEEPEST = 100;

  /** Stands for what was complained about. */
  private static final RunFilter BROKEN = new RunFilter.Absent(OperandReader.ANY);

  private final FilterProblems problems;
  private final TokenReader tokens;
  private final OperandReader operands;
  private int depth;

  FilterParser(String text, String source) throws InvalidFilterException {
    problems = new FilterProblems(text, source);
    tokens = new TokenReader(text, problems);
    operands = new OperandReader(problems);
  }

  RunFilter filter() throws InvalidFilterException {
    RunFilter filter = either();
    tokens.end("AND", "OR");
    return filter;
  }

  List<RunOrder> orders() throws InvalidFilterException {
    List<RunOrder> orders = new ArrayList<>();
    do {
      orders.add(order());
    } while (tokens.accept(","));
    tokens.end("ASC", "DESC", ",");
    return orders;
  }

  private RunOrder order() throws InvalidFilterException {
    boolean minus = tokens.accept("-");
    RunKey key = operands.key(tokens.take());
    boolean descending = minus || tokens.accept("DESC");
    if (!descending) {
      tokens.accept("ASC");
    }
    return new RunOrder(key, descending);
  }

  private RunFilter either() throws InvalidFilterException {
    List<RunFilter> parts = new ArrayList<>(List.of(both()));
    while (tokens.accept("OR")) {
      parts.add(both());
    }
    return parts.size() == 1 ? parts.get(0) : new RunFilter.Or(parts);
  }

  private RunFilter both() throws InvalidFilterException {
    List<RunFilter> parts = new ArrayList<>(List.of(one()));
    while (tokens.accept("AND")) {
      parts.add(one());
    }
    return parts.size() == 1 ? parts.get(0) : new RunFilter.And(parts);
  }

  private RunFilter one() throws InvalidFilterException {
    Token first = tokens.peek();
    if (++depth > DEEPEST) {
      throw problems.fatal(
          first.offset(), "more levels", "at most %d of ( and NOT".formatted(DEEPEST), null);
    }
    RunFilter one;
    if (tokens.accept("NOT")) {
      one = new RunFilter.Not(one());
    } else if (tokens.accept("(")) {
      one = either();
      tokens.need(")", "AND", "OR");
    } else {
      one = comparison();
    }
    depth--;
    return one;
  }

  private RunFilter comparison() throws InvalidFilterException {
    RunKey key = operands.key(tokens.take());
    boolean not = tokens.accept("NOT");
    Token operator = tokens.take();
    Optional<Relation> relation = Relation.of(operator.text());
    if (relation.isPresent() && !not && (key.takesNumbers() || !relation.get().isOrdering())) {
      return compared(key, relation.get());
    }
    if (operator.is("IS") && !not) {
      boolean present = tokens.accept("NOT");
      tokens.need("NULL");
      return negated(new RunFilter.Absent(key), present);
    }
    if (operator.is("IN")) {
      return negated(in(key), not);
    }
    if (key.takesText() && (operator.is("LIKE") || operator.is("ILIKE"))) {
      return negated(new RunFilter.Like(key, pattern(), operator.is("ILIKE")), not);
    }
    throw tokens.unexpected(operator, operators(key, not));
  }

  private static RunFilter negated(RunFilter filter, boolean not) {
    return not ? new RunFilter.Not(filter) : filter;
  }

  private RunFilter compared(RunKey key, Relation relation) throws InvalidFilterException {
    Token token = tokens.take();
    Optional<Literal> value = operands.value(key, token);
    if (value.isPresent() && relation.isOrdering() && !value.get().isOrdered()) {
      problems.add(
          token.offset(),
          token.found(),
          "a number without quotes, and not NaN, after " + relation.symbol(),
          FilterLexer.isNumber(token.value()) ? token.value() : null);
      return BROKEN;
    }
    return value
        .<RunFilter>map(literal -> new RunFilter.Compare(key, relation, literal))
        .orElse(BROKEN);
  }

  private RunFilter in(RunKey key) throws InvalidFilterException {
    tokens.need("(");
    List<Literal> values = new ArrayList<>();
    boolean broken = false;
    do {
      Optional<Literal> value = operands.value(key, tokens.take());
      value.ifPresent(values::add);
      broken |= value.isEmpty();
    } while (tokens.accept(","));
    tokens.need(")", ",");
    return broken ? BROKEN : new RunFilter.In(key, values);
  }

  private String pattern() throws InvalidFilterException {
    Token pattern = tokens.take();
    if (pattern.kind() == Token.Kind.TEXT) {
      return pattern.value();
    }
    throw tokens.unexpected(pattern, List.of("a pattern in quotes, such as '%part%'"));
  }

  private static List<String> operators(RunKey key, boolean not) {
    List<String> operators = new ArrayList<>();
    if (!not) {
      operators.addAll(key.takesNumbers() ? Relation.symbols() : List.of("=", "!="));
    }
    operators.addAll(key.takesText() ? List.of("LIKE", "ILIKE", "IN") : List.of("IN"));
    if (!not) {
      operators.addAll(List.of("NOT", "IS"));
    }
    return operators;
  }
}
