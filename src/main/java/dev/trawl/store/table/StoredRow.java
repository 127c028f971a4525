package dev.trawl.store.table;

import dev.trawl.store.database.FoundDamage;
import dev.trawl.store.file.RowChecksum;
import dev.trawl.track.Damage;
import dev.trawl.track.DamagedRecordException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * A row of a checked table, by the names of its columns. What was read is used only once it is
 * {@link #needWhole whole}. Immutable.
 */
public final class StoredRow {
  private final CheckedTable table;
  private final List<@Nullable Object> values;
  private final int recorded;

  private StoredRow(CheckedTable table, List<@Nullable Object> values, int recorded) {
    this.table = table;
    this.values = values;
    this.recorded = recorded;
  }

  static StoredRow read(CheckedTable table, ResultSet row, int first) throws SQLException {
    int columns = table.columns().size();
    List<@Nullable Object> values = new ArrayList<>(columns);
    for (int i = 0; i < columns; i++) {
      Object value = row.getObject(first + i);
      values.add(value instanceof Array array ? array.getArray() : value);
    }
    return new StoredRow(table, values, row.getInt(first + columns));
  }

  /** A new row; columns that are not named are null. */
  public static StoredRow of(CheckedTable table, Map<String, ? extends @Nullable Object> values) {
    List<@Nullable Object> none =
        new ArrayList<>(Collections.nCopies(table.columns().size(), null));
    return new StoredRow(table, none, 0).with(values);
  }

  /** The same with other values in some columns. */
  StoredRow with(Map<String, ? extends @Nullable Object> changes) {
    List<@Nullable Object> changed = new ArrayList<>(values);
    changes.forEach((column, value) -> changed.set(table.place(column), value));
    return new StoredRow(table, changed, RowChecksum.of(changed));
  }

  CheckedTable table() {
    return table;
  }

  /** The one that stands in the row, or belongs there. */
  public int checksum() {
    return recorded;
  }

  /** That of the values. */
  public int found() {
    return RowChecksum.of(values);
  }

  boolean isAsWritten() {
    return recorded == found();
  }

  /** Whether the row is as it was written; one that is not is reported. */
  boolean isWhole(Handle handle) {
    if (isAsWritten()) {
      return true;
    }
    reportDamage(handle);
    return false;
  }

  /**
   * @throws DamagedRecordException when the row is not as it was written, which is reported
   */
  StoredRow needWhole(Handle handle) {
    if (isAsWritten()) {
      return this;
    }
    throw new DamagedRecordException(reportDamage(handle));
  }

  private Damage reportDamage(Handle handle) {
    return reportDamage(
        handle, "the CRC-32C " + RowChecksum.text(recorded), RowChecksum.text(found()));
  }

  /** Says that the row lacks something. */
  Damage reportDamage(Handle handle, String needed, String found) {
    RowName name = RowName.of(handle, this);
    return FoundDamage.of(handle)
        .report(
            name.damage("%s is damaged: need %s, found %s".formatted(name.text(), needed, found)));
  }

  /** All values and the checksum, by column. */
  public Map<String, @Nullable Object> bindings() {
    Map<String, @Nullable Object> bindings = new HashMap<>();
    for (String column : table.columns()) {
      bindings.put(column, get(column));
    }
    bindings.put(CheckedTable.CHECKSUM, recorded);
    return bindings;
  }

  @Nullable Object get(String column) {
    return values.get(table.place(column));
  }

  boolean has(String column) {
    return get(column) != null;
  }

  public String text(String column) {
    return (String) Objects.requireNonNull(get(column), column);
  }

  @Nullable String textOrNull(String column) {
    return (String) get(column);
  }

  public long number(String column) {
    return ((Number) Objects.requireNonNull(get(column), column)).longValue();
  }

  @Nullable Long numberOrNull(String column) {
    return has(column) ? (Long) number(column) : null;
  }

  public int integer(String column) {
    return ((Number) Objects.requireNonNull(get(column), column)).intValue();
  }

  @Nullable Integer integerOrNull(String column) {
    return (Integer) get(column);
  }

  double real(String column) {
    return (Double) Objects.requireNonNull(get(column), column);
  }

  @Nullable Double realOrNull(String column) {
    return (Double) get(column);
  }

  boolean flag(String column) {
    return (Boolean) Objects.requireNonNull(get(column), column);
  }

  Instant instant(String column) {
    return Instant.ofEpochMilli(number(column));
  }

  @Nullable Instant instantOrNull(String column) {
    return has(column) ? instant(column) : null;
  }

  public Object[] array(String column) {
    return (Object[]) Objects.requireNonNull(get(column), column);
  }

  byte[] bytes(String column) {
    return (byte[]) Objects.requireNonNull(get(column), column);
  }
}
