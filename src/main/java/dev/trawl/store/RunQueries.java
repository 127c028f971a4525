package dev.trawl.store;

import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Lists of a sweep's runs, sorted in SQL. */
final class RunQueries {
  static final String SELECT =
      """
      SELECT r.*, s.uid AS sweep, e.entries AS environment
      FROM run r JOIN sweep s ON s.id = r.sweep_id JOIN environment e ON e.id = r.environment_id
      """;

  private static final String METRICS = "metrics.";
  private static final String PARAMETERS = "parameters.";

  private RunQueries() {}

  static List<Run> list(Handle handle, long sweepKey, RunQuery query) {
    Sort sort = sort(query.sort());
    Query statement =
        handle
            .createQuery(
                SELECT
                    + sort.join()
                    + "WHERE r.sweep_id = :sweepKey AND r.superseded = FALSE AND r.sequence > :after "
                    + sort.orderBy(query.descending())
                    + " FETCH FIRST :limit ROWS ONLY")
            .bind("sweepKey", sweepKey)
            .bind("after", query.after())
            .bind("limit", query.limit());
    if (!sort.name().isEmpty()) {
      statement.bind("name", sort.name());
    }
    return statement.map(mapper()).list();
  }

  /**
   * How runs are ordered. Equal ones follow by number; those without a value, or with NaN, come
   * last whichever the direction.
   *
   * @param join what adds the values
   * @param values the expressions to order by, the first decides first
   * @param name bound in {@code join}; empty where nothing is
   */
  private record Sort(String join, List<String> values, String name) {
    String orderBy(boolean descending) {
      StringBuilder order = new StringBuilder("ORDER BY ");
      for (String value : values) {
        order
            .append("CASE WHEN %s IS NULL THEN 1 ELSE 0 END, ".formatted(value))
            .append(value)
            .append(descending ? " DESC, " : " ASC, ");
      }
      return order.append("r.number").toString();
    }
  }

  private static Sort sort(String key) {
    if (key.startsWith(METRICS)) {
      return new Sort(
          """
          LEFT JOIN run_metric m ON m.run_id = r.id
            AND m.key_id = (SELECT k.id FROM metric_key k WHERE k.name = :name)
          """,
          List.of("NULLIF(m.metric_value, CAST('NaN' AS DOUBLE PRECISION))"),
          key.substring(METRICS.length()));
    }
    if (key.startsWith(PARAMETERS)) {
      return new Sort(
          """
          LEFT JOIN run_parameter p ON p.run_id = r.id
            AND p.key_id = (SELECT k.id FROM parameter_key k WHERE k.name = :name)
          """,
          List.of("p.numeric_value", "p.text_value"),
          key.substring(PARAMETERS.length()));
    }
    return switch (key) {
      case "number", "status", "epochs", "seconds" -> new Sort("", List.of("r." + key), "");
      default ->
          throw new IllegalArgumentException(
              "need number, status, epochs, seconds, metrics.KEY or parameters.NAME to sort by, "
                  + "found "
                  + key);
    };
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
