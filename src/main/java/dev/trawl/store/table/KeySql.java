package dev.trawl.store.table;

import dev.trawl.track.filter.Literal;
import dev.trawl.track.filter.Relation;
import dev.trawl.track.filter.RunKey;
import java.util.List;

/** What the run {@code r} has of a key, in SQL. Null is what it lacks. */
interface KeySql {
  static KeySql of(RunKey key, SqlBindings bindings) {
    return key.accept(
        new RunKey.Visitor<>() {
          @Override
          public KeySql metric(RunKey.MetricKey metric) {
            return new MetricSql(new NamedValues("metric", metric.name(), bindings));
          }

          @Override
          public KeySql parameter(RunKey.ParameterKey parameter) {
            return new ParameterSql(new NamedValues("parameter", parameter.name(), bindings));
          }

          @Override
          public KeySql tag(RunKey.TagKey tag) {
            return new TagSql(tag.name(), bindings);
          }

          @Override
          public KeySql attribute(RunKey.AttributeKey attribute) {
            return new AttributeSql(attribute.attribute(), bindings);
          }
        });
  }

  /** The value as it is stored. */
  String stored();

  /** A stored text as filters mean it. */
  default String decoded(String stored) {
    return stored;
  }

  /** Whether the value stands in a relation to another; unknown without one. */
  String compare(Relation relation, Literal value);

  /** The same, but perhaps false without a value, where that is found sooner. */
  default String find(Relation relation, Literal value) {
    return compare(relation, value);
  }

  /** The expressions that the key orders by; null and NaN come last. */
  List<String> order();
}
