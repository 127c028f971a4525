package dev.trawl.store;

import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.filter.RunFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
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

  private RunQueries() {}

  static List<Run> list(Handle handle, long sweepKey, RunQuery query) {
    return read(handle, keys(handle, sweepKey, query));
  }

  static List<Run> deleted(Handle handle, long sweepKey, RunQuery query) {
    return read(handle, keys(handle, sweepKey, query, RunWalk::ofDeleted));
  }

  /** The keys of a page of runs; the rows come after, so that those left out need not be read. */
  static List<Long> keys(Handle handle, long sweepKey, RunQuery query) {
    return keys(handle, sweepKey, query, UnaryOperator.identity());
  }

  private static List<Long> keys(
      Handle handle, long sweepKey, RunQuery query, UnaryOperator<RunWalk> runs) {
    FilterSql sql = new FilterSql(like -> LikeMatches.find(handle, sweepKey, like));
    RunFilter filter = query.filter();
    String filtered = filter == null ? "" : " AND " + sql.condition(filter);
    List<RunWalk> walks =
        RunWalk.of(handle, sweepKey, query.order(), sql).stream().map(runs).toList();
    Selection selection = new Selection(handle, sweepKey, query, filtered, sql.bindings());
    List<Long> page = new ArrayList<>();
    int skip = query.offset();
    for (RunWalk walk : walks) {
      page.addAll(selection.keys(walk, skip, query.limit() - page.size()));
      if (page.size() == query.limit()) {
        break;
      }
      skip = skip == 0 ? 0 : Math.max(0, skip - selection.count(walk));
    }
    return page;
  }

  /** Which of the runs of a walk. */
  private record Selection(
      Handle handle, long sweepKey, RunQuery query, String filtered, Map<String, Object> bindings) {

    List<Long> keys(RunWalk walk, int offset, int limit) {
      String rest = " ORDER BY %s OFFSET :offset ROWS FETCH FIRST :limit ROWS ONLY";
      return select("r.id", walk, rest.formatted(walk.order()))
          .bind("offset", offset)
          .bind("limit", limit)
          .mapTo(Long.class)
          .list();
    }

    int count(RunWalk walk) {
      return select("COUNT(*)", walk, "").mapTo(Integer.class).one();
    }

    private Query select(String what, RunWalk walk, String rest) {
      boolean some = query.after() > 0;
      String condition = walk.condition() + (some ? " AND r.sequence > :after" : "") + filtered;
      Query select =
          handle
              .createQuery(
                  "SELECT %s FROM %s WHERE %s".formatted(what, walk.from(), condition + rest))
              .bind("sweep", sweepKey)
              .bindMap(bindings);
      if (walk.key() != 0) {
        select.bind("key", walk.key());
      }
      return some ? select.bind("after", query.after()) : select;
    }
  }

  /** The runs with these keys, in their order, but for those that are erased. */
  static List<Run> read(Handle handle, List<Long> keys) {
    Map<Long, Run> runs = new HashMap<>();
    RowMapper<Run> mapper = mapper();
    handle
        .createQuery(SELECT + "WHERE r.id = ANY(:keys)")
        .bindArray("keys", Long.class, keys)
        .map((row, context) -> Map.entry(row.getLong("id"), mapper.map(row, context)))
        .forEach(entry -> runs.put(entry.getKey(), entry.getValue()));
    return keys.stream().map(runs::get).filter(Objects::nonNull).toList();
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
        SweepQueries.instant(row, "deleted_at"),
        row.getLong("sequence"));
  }
}
