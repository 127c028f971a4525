package dev.trawl.store.table;

import dev.trawl.track.filter.Literal;
import dev.trawl.track.filter.Relation;
import java.util.List;

/** A metric: a number. */
record MetricSql(NamedValues values) implements KeySql {
  @Override
  public String stored() {
    return values.ofRun("metric_value");
  }

  @Override
  public String compare(Relation relation, Literal value) {
    return compare(stored(), relation, value);
  }

  @Override
  public String find(Relation relation, Literal value) {
    return values.some(compare("v.metric_value", relation, value));
  }

  private String compare(String number, Relation relation, Literal value) {
    return value.fold(
        other -> ComparisonSql.ofNumbers(number, relation, values.bindings().bind(other.value())),
        text -> ComparisonSql.UNKNOWN);
  }

  @Override
  public List<String> order() {
    return List.of("NULLIF(%s, %s)".formatted(stored(), ComparisonSql.NAN));
  }
}
