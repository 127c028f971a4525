package dev.trawl.store.table;

import dev.trawl.store.file.ChecksumColumns;
import dev.trawl.store.file.RowChecksum;
import dev.trawl.track.DamagedRecordException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The tables of which each row carries a {@link RowChecksum} of all its values. Rows are written
 * with the checksum of what is meant to be in them, and are verified before anything that was read
 * is used: so no update makes a damaged row pass for a whole one.
 */
@SuppressWarnings("ImmutableEnumChecker") // Its lists are filled by the constructor alone.
public enum CheckedTable {
  SWEEP("sweep"),
  OWNER("sweep_owner"),
  ENVIRONMENT("environment"),
  RUN("run"),
  METRIC_KEY("metric_key"),
  METRIC_KEY_SET("metric_key_set"),
  PARAMETER_KEY("parameter_key"),
  POINT("metric_point"),
  CHECKPOINT("checkpoint"),
  EVALUATION("evaluation"),
  LOGGED("logged_metric"),
  ARTIFACT("artifact"),
  ARTIFACT_PIECE("artifact_piece"),
  PREDICTION("prediction"),
  RUN_LOG("run_log"),
  RUN_ENVIRONMENT("run_environment"),
  DECISION("decision"),
  ADJUSTMENT("adjustment"),
  MODEL_VERSION("model_version"),
  ALIAS_MOVE("alias_move"),
  SAVED_VIEW("saved_view"),
  OUTBOX("outbox");

  static final String CHECKSUM = ChecksumColumns.CHECKSUM;
  public static final String ID = "id";

  private final String table;
  private final List<String> columns;
  private final Map<String, Integer> places = new HashMap<>();

  CheckedTable(String table) {
    this.table = table;
    this.columns = ChecksumColumns.of(table).orElseThrow();
    for (int i = 0; i < this.columns.size(); i++) {
      places.put(this.columns.get(i), i);
    }
  }

  public String table() {
    return table;
  }

  /** But for the checksum, in the order in which it covers them. */
  public List<String> columns() {
    return columns;
  }

  int place(String column) {
    return Objects.requireNonNull(places.get(column), column);
  }

  /** The tables whose rows belong to one run each, and say so. */
  static List<CheckedTable> ofRuns() {
    return Arrays.stream(values()).filter(table -> table.places.containsKey("run_id")).toList();
  }

  /** Its columns as {@link #read} wants them, of the table under another name. */
  public String columns(String alias) {
    return columns.stream()
        .map(column -> alias + "." + column)
        .collect(Collectors.joining(", ", "", ", " + alias + "." + CHECKSUM));
  }

  /** {@code SELECT … FROM} the table, under a name. */
  public String select(String alias) {
    return "SELECT %s FROM %s %s ".formatted(columns(alias), table, alias);
  }

  /** A result's row that begins with {@link #columns(String)}. */
  public StoredRow read(ResultSet row) throws SQLException {
    return read(row, 1);
  }

  /**
   * @param first where {@link #columns(String)} begin in a result's row, from 1
   */
  StoredRow read(ResultSet row, int first) throws SQLException {
    return StoredRow.read(this, row, first);
  }

  /**
   * Rows of the table, which is {@code t}, in whatever state.
   *
   * @param condition what follows {@code FROM}, such as {@code WHERE t.run_id = :run}
   * @param bound its values, by name
   */
  List<StoredRow> rows(Handle handle, String condition, Map<String, ?> bound) {
    return handle
        .createQuery(select("t") + condition)
        .bindMap(bound)
        .map((row, context) -> read(row))
        .list();
  }

  /** The same without those that are damaged, which are reported. */
  List<StoredRow> wholeRows(Handle handle, String condition, Map<String, ?> bound) {
    return rows(handle, condition, bound).stream().filter(row -> row.isWhole(handle)).toList();
  }

  /**
   * The same, where there is at most one.
   *
   * @throws DamagedRecordException when it is damaged
   */
  Optional<StoredRow> row(Handle handle, String condition, Map<String, ?> bound) {
    return rows(handle, condition, bound).stream().findFirst().map(row -> row.needWhole(handle));
  }

  /**
   * Puts a row in the place of the one with the same key, if there is one.
   *
   * @param key its columns
   */
  void put(Handle handle, String key, Map<String, ? extends @Nullable Object> values) {
    handle
        .createUpdate(
            "MERGE INTO %s (%s, checksum) KEY (%s) VALUES (:%s, :checksum)"
                .formatted(table, String.join(", ", columns), key, String.join(", :", columns)))
        .bindMap(StoredRow.of(this, values).bindings())
        .execute();
  }

  /** Adds a row as it is. */
  void insert(Handle handle, Map<String, ? extends @Nullable Object> values) {
    handle.createUpdate(insert(true)).bindMap(StoredRow.of(this, values).bindings()).execute();
  }

  /**
   * {@code INSERT INTO} the table all columns, each bound by its name, as {@link
   * StoredRow#bindings} has them.
   *
   * @param id whether that column is among them; else the database gives it
   */
  public String insert(boolean id) {
    List<String> names =
        Stream.concat(columns.stream(), Stream.of(CHECKSUM))
            .filter(column -> id || !column.equals(ID))
            .toList();
    return "INSERT INTO %s (%s) VALUES (:%s)"
        .formatted(table, String.join(", ", names), String.join(", :", names));
  }

  /**
   * Adds a row with the next id, of a table whose rows are never erased while others refer to them.
   * Within a write transaction, of which there is one at a time.
   *
   * @param values but for the id
   */
  long add(Handle handle, Map<String, ? extends @Nullable Object> values) {
    long id = nextId(handle);
    Map<String, @Nullable Object> row = new HashMap<>(values);
    row.put(ID, id);
    insert(handle, row);
    return id;
  }

  /** One more than the largest. */
  long nextId(Handle handle) {
    return handle
        .createQuery("SELECT COALESCE(MAX(id), 0) + 1 FROM " + table)
        .mapTo(Long.class)
        .one();
  }

  /**
   * Changes some values of a row of a table with an {@code id}.
   *
   * @param row as it was read, whole
   * @return the row as it is now
   */
  public StoredRow update(
      Handle handle, StoredRow row, Map<String, ? extends @Nullable Object> changes) {
    StoredRow changed = row.with(changes);
    String assignments =
        changes.keySet().stream()
            .map(column -> "%1$s = :%1$s, ".formatted(column))
            .collect(Collectors.joining());
    handle
        .createUpdate(
            "UPDATE %s SET %schecksum = :checksum WHERE id = :id".formatted(table, assignments))
        .bindMap(changes)
        .bind(CHECKSUM, changed.checksum())
        .bind(ID, row.number(ID))
        .execute();
    return changed;
  }
}
