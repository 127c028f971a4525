package dev.trawl.store.table;

import dev.trawl.track.filter.RunAttribute;
import dev.trawl.track.filter.RunKey;
import dev.trawl.track.filter.RunOrder;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * A part of a sweep's runs in the order of an index, so that a page costs no more in a large sweep
 * than in a small one. An order is a few parts, one after the other: the runs with a number, those
 * with a text, those without a value.
 *
 * @param from the tables; {@code r} is the run, whose columns but those of the index {@code
 *     run_list} cost a row each
 * @param condition which runs; bound are {@code :sweep} and {@code :key}
 * @param order for an index, all its columns up to the first that differs: H2 then need not sort
 * @param key of the metric or parameter; 0 where there is none
 */
record RunWalk(String from, String condition, String order, int key) {
  private static final String RUN = "run r USE INDEX (run_list)";
  private static final String LISTED = "r.hidden = FALSE";
  private static final String DELETED = "r.hidden = TRUE AND r.deleted_at IS NOT NULL";
  private static final String EARLIER = "r.hidden = TRUE AND r.deleted_at IS NULL";
  private static final String OF_SWEEP = "r.sweep_id = :sweep AND " + LISTED;

  private static final String JOIN =
      """
       v JOIN run r USE INDEX (run_list) ON r.sweep_id = v.sweep_id AND r.hidden = FALSE
        AND r.number = v.number AND r.id = v.run_id
      """;
  private static final String OF_KEY = "v.sweep_id = :sweep AND v.key_id = :key";

  /** NaN is more than any number, and so is left out. */
  private static final String METRIC =
      OF_KEY + " AND v.metric_value <= CAST('Infinity' AS DOUBLE PRECISION)";

  /**
   * The parts of an order. Equal runs follow by number; those without a value, or with NaN, come
   * last whichever the direction.
   *
   * @param sql binds what other orders than by one metric or parameter need
   */
  static List<RunWalk> of(Handle handle, long sweepKey, List<RunOrder> orders, FilterSql sql) {
    if (orders.isEmpty()) {
      return List.of(byNumber(false));
    }
    return orders.size() == 1
        ? orders.get(0).key().accept(new Single(handle, sweepKey, orders.get(0), sql))
        : List.of(sorted(orders, sql));
  }

  /** The parts of an order by one key. */
  private record Single(Handle handle, long sweepKey, RunOrder order, FilterSql sql)
      implements RunKey.Visitor<List<RunWalk>> {
    @Override
    public List<RunWalk> metric(RunKey.MetricKey metric) {
      Integer key = Dictionary.METRIC.find(handle, metric.name());
      return key == null ? List.of(byNumber(false)) : RunWalk.metric(key, order.descending());
    }

    @Override
    public List<RunWalk> parameter(RunKey.ParameterKey parameter) {
      Integer key = Dictionary.PARAMETER.find(handle, parameter.name());
      return key == null
          ? List.of(byNumber(false))
          : RunWalk.parameter(key, order.descending(), isBeyondDoubles(handle, sweepKey, key));
    }

    @Override
    public List<RunWalk> tag(RunKey.TagKey tag) {
      return List.of(sorted(List.of(order), sql));
    }

    @Override
    public List<RunWalk> attribute(RunKey.AttributeKey attribute) {
      return List.of(
          attribute.attribute() == RunAttribute.NUMBER
              ? byNumber(order.descending())
              : sorted(List.of(order), sql));
    }
  }

  /** An order that no index has. */
  private static RunWalk sorted(List<RunOrder> orders, FilterSql sql) {
    StringBuilder order = new StringBuilder();
    for (RunOrder key : orders) {
      for (String value : sql.order(key.key())) {
        order.append(value).append(key.descending() ? " DESC" : " ASC").append(" NULLS LAST, ");
      }
    }
    return new RunWalk(RUN, OF_SWEEP, order.append("r.number").toString(), 0);
  }

  /** The same over the deleted runs, of which several may have one number. */
  RunWalk ofDeleted() {
    return of(DELETED);
  }

  /** The same over the attempts in whose place a later one is. */
  RunWalk ofEarlier() {
    return of(EARLIER);
  }

  private RunWalk of(String those) {
    return new RunWalk(
        from.replace(LISTED, those), condition.replace(LISTED, those), order + ", r.attempt", key);
  }

  private static RunWalk byNumber(boolean descending) {
    return new RunWalk(RUN, OF_SWEEP, order(descending, "r.sweep_id", "r.hidden", "r.number"), 0);
  }

  private static List<RunWalk> metric(int key, boolean descending) {
    String order = order(descending, "v.sweep_id", "v.key_id", "v.metric_value") + ", v.number";
    return List.of(
        new RunWalk("run_metric" + JOIN, METRIC, order, key),
        without("run_metric v WHERE " + METRIC, key));
  }

  /**
   * @param exact whether numbers may be one double and yet differ, which no index tells
   */
  private static List<RunWalk> parameter(int key, boolean descending, boolean exact) {
    String from = "run_parameter" + JOIN;
    String order =
        order(descending, "v.sweep_id", "v.key_id", "v.numeric_value", "v.text_value")
            + ", v.number";
    String exactly =
        order(
                descending,
                "v.numeric_value",
                ParameterSql.exact("v.numeric_value", "v.text_value"),
                "v.text_value")
            + ", v.number";
    return List.of(
        new RunWalk(
            from, OF_KEY + " AND v.numeric_value IS NOT NULL", exact ? exactly : order, key),
        new RunWalk(from, OF_KEY + " AND v.numeric_value IS NULL", order, key),
        without("run_parameter v WHERE " + OF_KEY, key));
  }

  /** From 2^53 on there are whole numbers that no double is. */
  private static boolean isBeyondDoubles(Handle handle, long sweepKey, int key) {
    return handle
        .createQuery(
            """
            SELECT EXISTS (SELECT 1 FROM run_parameter v
                WHERE %1$s AND v.numeric_value >= 9007199254740992)
              OR EXISTS (SELECT 1 FROM run_parameter v
                WHERE %1$s AND v.numeric_value <= -9007199254740992)
            """
                .formatted(OF_KEY))
        .bind("sweep", sweepKey)
        .bind("key", key)
        .mapTo(Boolean.class)
        .one();
  }

  private static RunWalk without(String valued, int key) {
    RunWalk all = byNumber(false);
    return new RunWalk(
        RUN, OF_SWEEP + " AND r.id NOT IN (SELECT v.run_id FROM " + valued + ")", all.order(), key);
  }

  private static String order(boolean descending, String... columns) {
    String direction = descending ? " DESC" : "";
    return String.join(direction + ", ", columns) + direction;
  }
}
