package dev.trawl.store.table;

import dev.trawl.track.filter.Relation;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunKey;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Conditions on the runs {@code r} of the sweep {@code :sweep} as SQL; whatever a filter names is
 * bound. SQL's null is the filter's unknown, since an absent value is a null.
 *
 * <p>Outside of a NOT, unknown is as good as false. There a metric or parameter is looked for once,
 * in the order of its index, and not for each run.
 */
final class FilterSql {
  private final Function<RunFilter.Like, LikeMatches> likes;
  private final SqlBindings bindings = new SqlBindings();

  /**
   * @param likes finds the runs that have a text like a pattern
   */
  FilterSql(Function<RunFilter.Like, LikeMatches> likes) {
    this.likes = likes;
  }

  /** What the SQL's parameters stand for, by name. */
  Map<String, Object> bindings() {
    return bindings.byName();
  }

  String condition(RunFilter filter) {
    return filter.accept(new Condition(true));
  }

  /** Whether the run is none of these, whatever its columns say. */
  String noneOf(Set<Long> runs) {
    return "(NOT %s)".formatted(bindings.among("r._ROWID_", runs));
  }

  /** The expressions that a key orders by; null and NaN come last. */
  List<String> order(RunKey key) {
    return sql(key).order();
  }

  private KeySql sql(RunKey key) {
    return KeySql.of(key, bindings);
  }

  private final class Condition implements RunFilter.Visitor<String> {
    private final boolean once;

    /**
     * @param once whether unknown may become false
     */
    Condition(boolean once) {
      this.once = once;
    }

    @Override
    public String and(RunFilter.And and) {
      return joined(and.parts(), " AND ");
    }

    @Override
    public String or(RunFilter.Or or) {
      return joined(or.parts(), " OR ");
    }

    private String joined(List<RunFilter> parts, String operator) {
      return parts.stream()
          .map(part -> part.accept(this))
          .collect(Collectors.joining(operator, "(", ")"));
    }

    @Override
    public String not(RunFilter.Not not) {
      return "(NOT " + not.part().accept(new Condition(false)) + ")";
    }

    @Override
    public String compare(RunFilter.Compare compare) {
      KeySql key = sql(compare.key());
      return once
          ? key.find(compare.relation(), compare.value())
          : key.compare(compare.relation(), compare.value());
    }

    @Override
    public String in(RunFilter.In in) {
      return in.values().stream()
          .map(value -> compare(new RunFilter.Compare(in.key(), Relation.EQUAL, value)))
          .collect(Collectors.joining(" OR ", "(", ")"));
    }

    @Override
    public String like(RunFilter.Like like) {
      LikeMatches found = likes.apply(like);
      String matching = bindings.among("r.id", found.matching());
      return once
          ? matching
          : "(CASE WHEN %s THEN TRUE WHEN %s THEN FALSE END)"
              .formatted(matching, bindings.among("r.id", found.others()));
    }

    @Override
    public String absent(RunFilter.Absent absent) {
      return "(" + sql(absent.key()).stored() + " IS NULL)";
    }
  }
}
