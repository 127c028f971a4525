package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.backup.DatabaseBackup;
import dev.trawl.store.database.StoreSettings;
import dev.trawl.store.file.BackupFile;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that somebody put code into: refused by name before H2 runs it. */
public final class ForeignObjectsTest {
  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private String url;

  @BeforeEach
  void create() {
    url = "jdbc:h2:file:" + folder.resolve("db/trawl");
    H2RunStore.open(url, Clock.systemUTC()).close();
  }

  private Path ran() {
    return folder.resolve("ran");
  }

  /** Any class of the class path would do. */
  public static String touch(String file) throws IOException {
    Files.createFile(Path.of(file));
    return file;
  }

  private void execute(String... statements) throws Exception {
    String password = Files.readString(folder.resolve("db/trawl.password")).strip();
    try (Connection connection =
            DriverManager.getConnection(url + ";TRACE_LEVEL_FILE=0", "trawl", password);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql.replace("%FILE%", ran().toString()));
      }
    }
    Files.deleteIfExists(ran());
  }

  /** H2 compiles it and calls {@code create} whenever it opens the file. */
  public static final String TRIGGER =
      """
      CREATE TRIGGER evil BEFORE INSERT ON sweep AS '
      org.h2.api.Trigger create() throws Exception {
        new java.io.File("%FILE%").createNewFile();
        return new org.h2.tools.TriggerAdapter() {
          public void fire(
              java.sql.Connection c, java.sql.ResultSet before, java.sql.ResultSet after) {}
        };
      }'
      """;

  private static final String ALIAS =
      "CREATE ALIAS touch FOR 'dev.trawl.store.ForeignObjectsTest.touch'";

  @ParameterizedTest
  @ValueSource(
      strings = {
        TRIGGER,
        "CREATE ALIAS evil AS 'String evil() throws Exception { new"
            + " java.io.File(\"%FILE%\").createNewFile(); return null; }'",
        ALIAS,
        "CREATE LINKED TABLE evil('', 'jdbc:h2:mem:evil;INIT=CREATE TABLE t(id INT)', 'sa', '',"
            + " 'T')",
        "CREATE CONSTANT evil VALUE 1",
        "CREATE DOMAIN evil AS VARCHAR DEFAULT CURRENT_USER",
        "CREATE VIEW evil AS SELECT * FROM run",
        "CREATE ROLE evil",
        "CREATE USER evil PASSWORD 'evil' ADMIN",
        "GRANT SELECT ON run TO PUBLIC",
        "CREATE SYNONYM evil FOR run",
        "CREATE SCHEMA evil",
        "CREATE SEQUENCE evil",
        "CREATE TABLE evil(id INT)",
        "CREATE INDEX evil ON run (number)",
        "COMMENT ON TABLE run IS 'evil'",
        "SET MAX_MEMORY_ROWS 5"
      })
  void open_databaseWithAnotherObject_isRefusedByNameAndRunsNothing(String statement)
      throws Exception {
    execute(statement);

    assertRefused("(?i)evil|touch|GRANT|MAX_MEMORY_ROWS");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER TABLE sweep ALTER COLUMN description SET DEFAULT touch('%FILE%')",
        "ALTER TABLE sweep ADD COLUMN evil VARCHAR GENERATED ALWAYS AS (touch('%FILE%'))",
        "ALTER TABLE sweep ADD CHECK (touch('%FILE%') IS NOT NULL)",
        "CREATE VIEW evil AS SELECT touch('%FILE%') AS x"
      })
  void open_databaseThatCallsAFunction_isRefusedAndRunsNothing(String statement) throws Exception {
    execute(ALIAS, statement);

    assertRefused("(?i)touch|evil");
  }

  private void assertRefused(String name) throws IOException {
    byte[] before = Files.readAllBytes(folder.resolve("db/trawl.mv.db"));
    Set<String> names = names("db");
    assertThatThrownBy(() -> H2RunStore.open(url, Clock.systemUTC()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("it was not run")
        .hasMessageContaining("trawl repair ")
        .hasMessageNotContaining("damaged")
        .hasMessageMatching("(?s).*need .*, found .*(" + name + ").*");
    assertThat(ran()).doesNotExist();
    assertThat(folder.resolve("db/trawl.mv.db")).hasBinaryContent(before);
    assertThat(names("db")).isEqualTo(names);
  }

  private Set<String> names(String inside) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(inside))) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }

  /** Its tables are foreign, too; no repair is what helps. */
  @Test
  void open_databaseOfALaterSchema_saysThatANewerTrawlWroteIt() throws Exception {
    int later = StoreSettings.DEFAULT.schemaVersion() + 1;
    execute(
        "CREATE TABLE later(id INT)",
        """
        INSERT INTO "flyway_schema_history" ("installed_rank", "version", "description", "type",
          "script", "installed_by", "execution_time", "success")
        VALUES (99, '%d', 'later', 'SQL', 'V.sql', 'trawl', 1, TRUE)
        """
            .formatted(later));

    assertThatThrownBy(() -> H2RunStore.open(url, Clock.systemUTC()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(
            "need schema version <= %d, found %d: the database was written by a newer Trawl"
                .formatted(later - 1, later))
        .hasMessageNotContaining("repair");
  }

  /** As H2 does by itself once a table has some thousand changed rows. */
  @Test
  void open_databaseThatH2Analyzed_opensAndIsBackedUp() throws Exception {
    try (RunStore store = H2RunStore.open(url, Clock.systemUTC())) {
      store.createSweep(Samples.sweep("kept"), Owner.ofThisProcess());
    }
    execute("ANALYZE");
    assertThat(Files.readString(folder.resolve("db/trawl.mv.db"), StandardCharsets.ISO_8859_1))
        .contains("SELECTIVITY");

    try (RunStore store = H2RunStore.open(url, Clock.systemUTC())) {
      assertThat(store.sweeps()).hasSize(1);
    }
    Path zip = folder.resolve("backup.zip");
    new DatabaseBackup(url, Clock.systemUTC()).write(zip, false);
    assertThat(zip).exists();
  }

  @Test
  void restore_backupOfADatabaseWithATrigger_isRefusedAndRunsNothing() throws Exception {
    Path zip = folder.resolve("backup.zip");
    new DatabaseBackup(url, Clock.systemUTC()).write(zip, false);
    execute(TRIGGER);
    BackupFile whole = BackupFile.read(zip);
    Path tampered = folder.resolve("tampered.zip");
    try (FileChannel channel =
        FileChannel.open(tampered, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      BackupFile.write(
          channel,
          folder.resolve("db/trawl.mv.db"),
          whole.password(),
          whole.manifest().contents(),
          Clock.systemUTC().instant());
    }
    String other = "jdbc:h2:file:" + folder.resolve("other/trawl");
    Set<String> names = names("");

    assertThatThrownBy(() -> new DatabaseBackup(other, Clock.systemUTC()).restore(tampered))
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "need a backup of a sound database, found \\S+tampered.zip: need a database that only"
                + " Trawl wrote, found CREATE .*EVIL.*; it was not run");
    assertThat(names("")).isEqualTo(names);
    assertThat(ran()).doesNotExist();
    new DatabaseBackup(other, Clock.systemUTC()).restore(zip);
    try (RunStore store = H2RunStore.open(other, Clock.systemUTC())) {
      assertThat(store.sweeps()).isEmpty();
    }
  }
}
