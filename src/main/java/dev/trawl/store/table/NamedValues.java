package dev.trawl.store.table;

/**
 * The values of one name in the table that has a row for each run with one.
 *
 * @param kind {@code metric} or {@code parameter}, after which the tables are named
 */
record NamedValues(String kind, String name, SqlBindings bindings) {

  /** The value of the run {@code r}; null without one. */
  String ofRun(String column) {
    return """
    (SELECT %1$s.%3$s FROM run_%2$s %1$s WHERE %1$s.run_id = r.id
      AND %1$s.key_id = (SELECT k.id FROM %2$s_key k WHERE k.name = %4$s))\
    """
        .formatted(kind.charAt(0), kind, column, bindings.bind(name));
  }

  /**
   * Whether the run {@code r} has a value that meets a condition. The runs that do are looked for
   * once, in the order of an index, and not for each run.
   *
   * @param condition on the row {@code v}
   */
  String some(String condition) {
    return """
    (r.id IN (SELECT v.run_id FROM run_%1$s v WHERE v.sweep_id = :sweep
      AND v.key_id = (SELECT k.id FROM %1$s_key k WHERE k.name = %2$s) AND %3$s))\
    """
        .formatted(kind, bindings.bind(name), condition);
  }
}
