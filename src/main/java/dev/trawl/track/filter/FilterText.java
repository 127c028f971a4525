package dev.trawl.track.filter;

import java.util.List;
import java.util.stream.Collectors;

/** Writes a filter as text, in parentheses where what stands around it binds closer. */
record FilterText(Around around) implements RunFilter.Visitor<String> {
  static final FilterText ALONE = new FilterText(Around.NOTHING);

  private static final FilterText IN_OR = new FilterText(Around.OR);
  private static final FilterText IN_AND = new FilterText(Around.AND);
  private static final FilterText IN_NOT = new FilterText(Around.NOT);

  /** The closer it binds, the later. */
  enum Around {
    NOTHING,
    OR,
    AND,
    NOT
  }

  @Override
  public String and(RunFilter.And and) {
    return joined(and.parts(), IN_AND, " AND ", Around.AND);
  }

  @Override
  public String or(RunFilter.Or or) {
    return joined(or.parts(), IN_OR, " OR ", Around.OR);
  }

  /**
   * @param loosest what binds it closely enough to enclose it
   */
  private String joined(List<RunFilter> parts, FilterText inside, String operator, Around loosest) {
    String text =
        parts.stream().map(part -> part.accept(inside)).collect(Collectors.joining(operator));
    return negation() + (around.compareTo(loosest) < 0 ? text : "(" + text + ")");
  }

  @Override
  public String not(RunFilter.Not not) {
    return negation() + not.part().accept(IN_NOT);
  }

  @Override
  public String compare(RunFilter.Compare compare) {
    return "%s%s %s %s"
        .formatted(
            negation(), compare.key().text(), compare.relation().symbol(), compare.value().text());
  }

  @Override
  public String in(RunFilter.In in) {
    return in.values().stream()
        .map(Literal::text)
        .collect(Collectors.joining(", ", "%s %sIN (".formatted(in.key().text(), negation()), ")"));
  }

  @Override
  public String like(RunFilter.Like like) {
    return "%s %s%s %s"
        .formatted(
            like.key().text(),
            negation(),
            like.ignoresCase() ? "ILIKE" : "LIKE",
            new Literal.Text(like.pattern()).text());
  }

  @Override
  public String absent(RunFilter.Absent absent) {
    return "%s IS %sNULL".formatted(absent.key().text(), negation());
  }

  private String negation() {
    return around == Around.NOT ? "NOT " : "";
  }
}
