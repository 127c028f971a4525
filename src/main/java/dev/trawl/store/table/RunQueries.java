package dev.trawl.store.table;

import dev.trawl.store.file.Json;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.RecordInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunIdentity;
import dev.trawl.track.RunOrigin;
import dev.trawl.track.RunProvenance;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunResult;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Timing;
import dev.trawl.track.filter.RunFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Lists of a sweep's runs, sorted in SQL. */
public final class RunQueries {
  private static final int SWEEP = CheckedTable.RUN.columns().size() + 2; // behind the checksum
  private static final int ENVIRONMENT = SWEEP + 1;
  private static final String SELECT =
      """
      SELECT %s, s.uid AS sweep, %s
      FROM %%s LEFT JOIN sweep s ON s.id = r.sweep_id
        LEFT JOIN environment e ON e.id = r.environment_id
      """
          .formatted(CheckedTable.RUN.columns("r"), CheckedTable.ENVIRONMENT.columns("e"));

  /** Row by row: H2 compares each row that it finds by {@code = ANY(:keys)} with all of them. */
  private static final String RUNS_OF_KEYS =
      "UNNEST(CAST(:keys AS BIGINT ARRAY)) wanted(id) LEFT JOIN run r ON r.id = wanted.id";

  private RunQueries() {}

  public static List<Run> list(Handle handle, long sweepKey, RunQuery query) {
    return read(handle, keys(handle, sweepKey, query));
  }

  public static List<Run> deleted(Handle handle, long sweepKey, RunQuery query) {
    return read(handle, keys(handle, sweepKey, query, RunWalk::ofDeleted));
  }

  public static List<Run> earlier(Handle handle, long sweepKey) {
    return read(handle, keys(handle, sweepKey, RunQuery.ALL, RunWalk::ofEarlier));
  }

  /** The keys of a page of runs; the rows come after, so that those left out need not be read. */
  public static List<Long> keys(Handle handle, long sweepKey, RunQuery query) {
    return keys(handle, sweepKey, query, UnaryOperator.identity());
  }

  /** The ids of a page of runs. */
  public static List<String> ids(Handle handle, long sweepKey, RunQuery query) {
    List<Long> keys = keys(handle, sweepKey, query);
    Map<Long, String> ids = new HashMap<>();
    handle
        .createQuery("SELECT r.id, r.uid FROM " + RUNS_OF_KEYS + " WHERE r.id IS NOT NULL")
        .bindArray("keys", Long.class, keys)
        .map((row, context) -> Map.entry(row.getLong("id"), row.getString("uid")))
        .forEach(entry -> ids.put(entry.getKey(), entry.getValue()));
    return keys.stream().map(ids::get).filter(Objects::nonNull).toList();
  }

  /** How many runs there are without the query's limit and offset. */
  public static int count(Handle handle, long sweepKey, RunQuery query, boolean deleted) {
    Walks walks = walks(handle, sweepKey, query, deleted ? RunWalk::ofDeleted : walk -> walk);
    return walks.walks().stream().mapToInt(walks.selection()::count).sum();
  }

  private static List<Long> keys(
      Handle handle, long sweepKey, RunQuery query, UnaryOperator<RunWalk> runs) {
    Walks walks = walks(handle, sweepKey, query, runs);
    Selection selection = walks.selection();
    List<Long> page = new ArrayList<>();
    int skip = query.offset();
    for (RunWalk walk : walks.walks()) {
      page.addAll(selection.keys(walk, skip, query.limit() - page.size()));
      if (page.size() == query.limit()) {
        break;
      }
      skip = skip == 0 ? 0 : Math.max(0, skip - selection.count(walk));
    }
    return page;
  }

  /** All parts of an order, and which runs of them. */
  private record Walks(List<RunWalk> walks, Selection selection) {}

  private static Walks walks(
      Handle handle, long sweepKey, RunQuery query, UnaryOperator<RunWalk> runs) {
    Set<Long> damaged = DamagedRows.report(handle, CheckedTable.RUN);
    FilterSql sql = new FilterSql(like -> LikeMatches.find(handle, sweepKey, like, damaged));
    RunFilter filter = query.filter();
    String filtered = damaged.isEmpty() ? "" : " AND " + sql.noneOf(damaged);
    if (filter != null) {
      reportNames(handle);
      filtered += " AND " + sql.condition(filter);
    }
    List<RunWalk> walks =
        RunWalk.of(handle, sweepKey, query.order(), sql).stream().map(runs).toList();
    return new Walks(walks, new Selection(handle, sweepKey, query, filtered, sql.bindings()));
  }

  /** By which a filter finds values. */
  private static void reportNames(Handle handle) {
    for (Dictionary names : Dictionary.values()) {
      Map<Integer, String> unused = names.names(handle);
    }
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

  /** The runs with these keys, in their order, but for those that are erased or damaged. */
  public static List<Run> read(Handle handle, List<Long> keys) {
    Map<Long, Run> runs = new HashMap<>();
    Reading reading = new Reading(handle);
    handle
        .createQuery(SELECT.formatted(RUNS_OF_KEYS) + "WHERE r.id IS NOT NULL")
        .bindArray("keys", Long.class, keys)
        .map((row, context) -> reading.run(row))
        .list()
        .forEach(found -> found.ifPresent(run -> runs.put(run.key(), run.run())));
    return keys.stream().map(runs::get).filter(Objects::nonNull).toList();
  }

  /** The run with an id, unless it is damaged. */
  public static Optional<Run> find(Handle handle, String uid) {
    Reading reading = new Reading(handle);
    Optional<Run> found =
        handle
            .createQuery(SELECT.formatted("run r") + "WHERE r.uid = :uid")
            .bind("uid", uid)
            .map((row, context) -> reading.run(row))
            .findOne()
            .flatMap(read -> read.map(Keyed::run));
    if (found.isEmpty()) {
      DamagedRows.report(handle, CheckedTable.RUN); // any of them may have had that id
    }
    return found;
  }

  /**
   * The runs whose ids begin so.
   *
   * @throws DamagedRecordException when a damaged one does, unless that is the whole id of another
   */
  public static List<Run> findByPrefix(Handle handle, String prefix) {
    List<Long> keys =
        handle
            .createQuery(
                "SELECT id FROM run r WHERE r.uid >= :prefix AND r.uid < :prefix || '~' ORDER BY"
                    + " id")
            .bind("prefix", prefix)
            .mapTo(Long.class)
            .list();
    if (keys.isEmpty()) {
      DamagedRows.report(handle, CheckedTable.RUN); // the id of any of them may have begun so
    }
    List<Run> runs = read(handle, keys);
    if (runs.size() < keys.size() && runs.stream().noneMatch(run -> run.id().equals(prefix))) {
      keys.forEach(key -> RunTable.needWhole(handle, key));
    }
    return runs;
  }

  private record Keyed(long key, Run run) {}

  /** Reads runs; those of one environment share its map. */
  private static final class Reading {
    private final Handle handle;
    private final Map<Long, Map<String, String>> environments = new HashMap<>();

    Reading(Handle handle) {
      this.handle = handle;
    }

    /** Empty for a damaged one. */
    Optional<Keyed> run(ResultSet row) throws SQLException {
      StoredRow run = CheckedTable.RUN.read(row);
      return run.isWhole(handle)
          ? Optional.of(new Keyed(run.number(CheckedTable.ID), run(row, run)))
          : Optional.empty();
    }

    private Run run(ResultSet row, StoredRow run) throws SQLException {
      return RunQueries.run(run, row.getString(SWEEP), environment(row, run));
    }

    /** Nothing where it is damaged: its runs are whole all the same. */
    private Map<String, String> environment(ResultSet row, StoredRow run) throws SQLException {
      long key = run.number("environment_id");
      Map<String, String> known = environments.get(key);
      if (known != null) {
        return known;
      }
      StoredRow environment = CheckedTable.ENVIRONMENT.read(row, ENVIRONMENT);
      Map<String, String> entries =
          environment.isWhole(handle)
              ? Json.read(environment.text("entries"), Json.TEXTS)
              : Map.of();
      environments.put(key, entries);
      return entries;
    }
  }

  private static Run run(StoredRow row, String sweep, Map<String, String> environment) {
    return new Run(
        new RunIdentity(
            row.text("uid"),
            sweep,
            row.integer("number"),
            row.integer("attempt"),
            new RunOrigin(
                row.integer("candidate"), row.integerOrNull("budget"), row.textOrNull("parent"))),
        Json.read(row.text("parameters"), Json.VALUES),
        new RunProvenance(row.number("seed"), environment),
        RunStatus.valueOf(row.text("status")),
        row.textOrNull("reason"),
        new RunResult(
            row.integer("epochs"),
            row.integerOrNull("best_epoch"),
            Json.read(row.text("metrics"), Json.NUMBERS),
            row.integerOrNull("band")),
        new Timing(
            row.instantOrNull("started_at"),
            row.real("seconds"),
            Json.read(row.text("phases"), Json.NUMBERS)),
        new RecordInfo(
            Json.read(row.text("tags"), Json.TEXTS),
            row.instant("created_at"),
            row.instantOrNull("ended_at"),
            row.instantOrNull("deleted_at"),
            row.number("sequence")));
  }
}
