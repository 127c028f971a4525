package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.backup.DatabaseBackup;
import dev.trawl.store.backup.DatabaseRepair;
import dev.trawl.store.database.FoundDamage;
import dev.trawl.store.table.DatabaseCheck;
import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Damage;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.h2.engine.SessionLocal;
import org.h2.index.Cursor;
import org.h2.index.Index;
import org.h2.jdbc.JdbcConnection;
import org.h2.result.Row;
import org.h2.table.Table;
import org.h2.value.Value;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Indexes that lack rows of their table, or have some that it doesn't, as a failing disk leaves
 * them.
 */
final class DamagedIndexTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private final FakeClock clock = new FakeClock(Instant.parse("2026-01-02T03:04:05Z"));

  private String url() {
    return "jdbc:h2:file:" + folder.resolve("trawl");
  }

  /** Without AUTO_SERVER, which would hide the session itself. */
  private Connection connect() throws Exception {
    String password = Files.readString(folder.resolve("trawl.password")).strip();
    Connection connection = DriverManager.getConnection(url(), "trawl", password);
    connection.setAutoCommit(false);
    return connection;
  }

  @BeforeEach
  void record() {
    try (RunStore store = H2RunStore.open(url(), clock)) {
      Sweep sweep = store.createSweep(Samples.sweep("k"), Owner.ofThisProcess());
      for (int number = 1; number <= 3; number++) {
        Run run = store.createRun(Samples.run(sweep.id(), number));
        store.startRun(run.id());
        store.recordEpoch(run.id(), Samples.epoch(1, number / 4.0, true), Set.of(1));
        store.endRun(run.id(), Samples.finished(990), Set.of(1));
      }
    }
  }

  /** Takes a row out of an index, or puts one in that the table doesn't have. */
  private static void damage(Connection connection, String table, String name, boolean lacks)
      throws SQLException {
    SessionLocal session = (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
    Table rows = session.getDatabase().getSchema("PUBLIC").findTableOrView(session, table);
    Index index =
        rows.getIndexes().stream()
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
    Cursor cursor = rows.getScanIndex(session).find(session, null, null, false);
    assertThat(cursor.next()).isTrue();
    Row row = cursor.get();
    if (lacks) {
      index.remove(session, row);
    } else {
      Row added = Row.get(row.getValueList().clone(), Value.UNKNOWN);
      added.setKey(row.getKey() + 1000);
      index.add(session, added);
    }
    connection.commit();
  }

  @ParameterizedTest
  @CsvSource({
    "RUN, RUN_RANKING, true",
    "RUN, RUN_LIST, false",
    "RUN_METRIC, RUN_METRIC_ORDER, true",
    "RUN_PARAMETER, RUN_PARAMETER_ORDER, false"
  })
  void check_ofAnOpenDatabase_findsWhatAnIndexLacksOrHasBesides(
      String table, String index, boolean lacks) throws Exception {
    try (Connection connection = connect();
        Handle handle = Jdbi.open(connection)) {
      new DatabaseCheck(handle).checkRows();
      assertThat(FoundDamage.of(handle).all()).isEmpty();
      damage(connection, table, index, lacks);
      new DatabaseCheck(handle).checkRows();

      assertThat(FoundDamage.of(handle).all())
          .extracting(Damage::description)
          .anySatisfy(
              found ->
                  assertThat(found)
                      .startsWith("index %s of %s is damaged".formatted(index, table)));
    }
  }

  @Test
  void open_indexLacksARow_isRefusedByNameAndRepaired() throws Exception {
    try (Connection connection = connect()) {
      damage(connection, "RUN", "RUN_RANKING", true);
    }
    Path file = folder.resolve("trawl.mv.db");
    byte[] damaged = Files.readAllBytes(file);

    String needed = "need row 1 of RUN in its index RUN_RANKING as it is, found it otherwise";
    assertThatThrownBy(() -> H2RunStore.open(url(), clock))
        .isInstanceOf(StoreException.class)
        .hasMessageContainingAll("a damaged file, left as it is", needed, "trawl repair");
    assertThatThrownBy(
            () ->
                new DatabaseBackup(url(), Clock.systemUTC())
                    .write(folder.resolve("backup.zip"), false))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(needed);
    assertThat(file).hasBinaryContent(damaged);
    assertThat(names()).doesNotContain("backup.zip");

    assertThat(new DatabaseRepair(file).repair()).isPresent();
    try (RunStore repaired = H2RunStore.open(url() + "-repaired", clock)) {
      Sweep sweep = repaired.findSweep("k").orElseThrow();
      assertThat(repaired.run(String.valueOf(sweep.bestRunId())).orElseThrow().number())
          .isEqualTo(3);
      assertThat(repaired.check()).isEmpty();
    }
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }
}
