package dev.trawl.store.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.store.database.FoundDamage;
import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.StoredDatabase;
import dev.trawl.track.RunStore;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever column of whatever table is changed behind the store's back: a check names it. */
final class DamagedColumnTest {
  private static final String URL = "jdbc:h2:mem:columns;USER=sa;PASSWORD=x";

  @SuppressWarnings("NullAway.Init")
  private static RunStore store;

  @BeforeAll
  static void record() {
    FakeClock clock = new FakeClock(Instant.parse("2026-01-02T03:04:05Z"));
    store = H2RunStore.open(URL, clock);
    StoredDatabase.record(clock, store);
    assertThat(store.check()).isEmpty();
    try (Handle handle = Jdbi.open(URL)) {
      handle.execute("SET REFERENTIAL_INTEGRITY FALSE");
    }
  }

  @AfterAll
  static void close() {
    store.close();
  }

  static Stream<Arguments> columns() {
    return Arrays.stream(CheckedTable.values())
        .flatMap(
            table ->
                Stream.concat(table.columns().stream(), Stream.of(CheckedTable.CHECKSUM))
                    .filter(column -> !isGenerated(table, column))
                    .map(column -> Arguments.of(table, column)));
  }

  /** SQL can't change it. */
  private static boolean isGenerated(CheckedTable table, String column) {
    return column.equals(CheckedTable.ID)
        && (table == CheckedTable.SWEEP || table == CheckedTable.RUN);
  }

  /** Another value of the column's type, whatever it holds. */
  private static String changed(Handle handle, CheckedTable table, String column) {
    String type =
        handle
            .createQuery(
                """
                SELECT DATA_TYPE FROM INFORMATION_SCHEMA.COLUMNS
                WHERE TABLE_NAME = UPPER(:table) AND COLUMN_NAME = UPPER(:column)
                """)
            .bind("table", table.table())
            .bind("column", column)
            .mapTo(String.class)
            .one();
    return switch (type) {
      case "BIGINT", "INTEGER" -> "COALESCE(%s, 0) + 4096".formatted(column);
      case "DOUBLE PRECISION" -> "COALESCE(%s, 0) + 0.001953125".formatted(column);
      case "BOOLEAN" -> "NOT COALESCE(%s, FALSE)".formatted(column);
      case "BINARY VARYING" -> "%s || X'00'".formatted(column);
      case "ARRAY" -> "%s || ARRAY[77]".formatted(column);
      default -> "SUBSTRING(COALESCE(%1$s, '') || '!', 2)".formatted(column);
    };
  }

  @ParameterizedTest
  @MethodSource("columns")
  void check_anyColumnOfARowChanged_namesIt(CheckedTable table, String column) {
    try (Handle handle = Jdbi.open(URL)) {
      handle.begin();
      int rows =
          handle.execute(
              "UPDATE %s SET %s = %s WHERE _ROWID_ = (SELECT MAX(_ROWID_) FROM %1$s)"
                  .formatted(table.table(), column, changed(handle, table, column)));
      assertThat(rows).isEqualTo(1);
      new DatabaseCheck(handle).checkRows();
      assertThat(FoundDamage.of(handle).all()).isNotEmpty();
      handle.rollback();
    }
  }
}
