package dev.trawl.store.table;

import dev.trawl.track.filter.Literal;
import dev.trawl.track.filter.Relation;
import dev.trawl.track.filter.RunAttribute;
import java.util.List;

/** What every run has a column for. */
record AttributeSql(RunAttribute attribute, SqlBindings bindings) implements KeySql {
  @Override
  public String stored() {
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

  @Override
  public String compare(Relation relation, Literal value) {
    return value.fold(
        number ->
            ComparisonSql.ofNumbers(
                "CAST(%s AS DOUBLE PRECISION)".formatted(stored()),
                relation,
                bindings.bind(number.value())),
        text -> ComparisonSql.ofTexts(stored(), relation, List.of(text.value()), bindings));
  }

  @Override
  public List<String> order() {
    return List.of(stored());
  }
}
