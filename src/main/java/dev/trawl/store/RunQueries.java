package dev.trawl.store;

import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunOrder;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Lists of a sweep's runs, sorted in SQL. */
final class RunQueries {
  static final String SELECT =
      """
      SELECT r.*, s.uid AS sweep, e.entries AS environment
      FROM run r JOIN sweep s ON s.id = r.sweep_id JOIN environment e ON e.id = r.environment_id
      """;

  private RunQueries() {}

  static List<Run> list(Handle handle, long sweepKey, RunQuery query) {
    FilterSql sql = new FilterSql();
    RunFilter filter = query.filter();
    String condition = filter == null ? "" : "AND " + sql.condition(filter);
    return handle
        .createQuery(
            """
            %s WHERE r.sweep_id = :sweepKey AND r.superseded = FALSE AND r.sequence > :after %s
            ORDER BY %s FETCH FIRST :limit ROWS ONLY
            """
                .formatted(SELECT, condition, order(sql, query.order())))
        .bind("sweepKey", sweepKey)
        .bind("after", query.after())
        .bind("limit", query.limit())
        .bindMap(sql.bindings())
        .map(mapper())
        .list();
  }

  /** Equal ones follow by number; those without a value come last whichever the direction. */
  private static String order(FilterSql sql, List<RunOrder> keys) {
    StringBuilder order = new StringBuilder();
    for (RunOrder key : keys) {
      for (String value : sql.order(key.key())) {
        order.append(value).append(key.descending() ? " DESC" : " ASC").append(" NULLS LAST, ");
      }
    }
    return order.append("r.number").toString();
  }

  /** Reads runs; runs of one environment share its map. */
  static RowMapper<Run> mapper() {
    Map<String, Map<String, String>> environments = new HashMap<>();
    return (row, context) -> read(row, environments);
  }

  private static Run read(ResultSet row, Map<String, Map<String, String>> environments)
      throws SQLException {
    return new Run(
        row.getString("uid"),
        row.getString("sweep"),
        row.getInt("number"),
        row.getInt("attempt"),
        RunStatus.valueOf(row.getString("status")),
        row.getString("reason"),
        Json.read(row.getString("parameters"), Json.VALUES),
        row.getLong("seed"),
        Json.read(row.getString("metrics"), Json.NUMBERS),
        row.getInt("epochs"),
        row.getObject("best_epoch", Integer.class),
        row.getDouble("seconds"),
        Json.read(row.getString("phases"), Json.NUMBERS),
        row.getObject("band", Integer.class),
        environments.computeIfAbsent(
            row.getString("environment"), text -> Json.read(text, Json.TEXTS)),
        Json.read(row.getString("tags"), Json.TEXTS),
        Instant.ofEpochMilli(row.getLong("created_at")),
        SweepQueries.instant(row, "started_at"),
        SweepQueries.instant(row, "ended_at"),
        row.getLong("sequence"));
  }
}
