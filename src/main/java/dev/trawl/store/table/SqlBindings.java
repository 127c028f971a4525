package dev.trawl.store.table;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.argument.Argument;

/** What the parameters of an SQL text under way stand for: whatever a user names is bound. */
final class SqlBindings {
  private final Map<String, Object> values = new LinkedHashMap<>();

  /** By the names of the parameters. */
  Map<String, Object> byName() {
    return Collections.unmodifiableMap(values);
  }

  /** A parameter, as SQL has it, that stands for the value. */
  String bind(Object value) {
    String name = "v" + values.size();
    values.put(name, value);
    return ":" + name;
  }

  /** Whether a column is one of the numbers. */
  String among(String column, Collection<Long> numbers) {
    Argument all =
        (position, statement, context) -> statement.setObject(position, numbers.toArray());
    return "(%s IN (SELECT u.id FROM UNNEST(CAST(%s AS BIGINT ARRAY)) u(id)))"
        .formatted(column, bind(all));
  }
}
