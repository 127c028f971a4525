package dev.trawl.store.database;

import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.migration.JavaMigration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The schema's version, and the way to it. One SELECT tells whether there is anything to do; Flyway
 * is loaded only then. A file is migrated as a copy that takes its place when it is done, so that a
 * kill or a failed migration leaves the database as it was.
 */
public final class Schema {
  private static final Logger log = LoggerFactory.getLogger(Schema.class);

  /** Table not found; not found, but one of a similar name; not found in an empty database. */
  private static final Set<Integer> TABLE_NOT_FOUND = Set.of(42102, 42103, 42104);

  private final StoreSettings settings;

  public Schema(StoreSettings settings) {
    this.settings = settings;
  }

  /**
   * Whether the schema is this Trawl's; false when it has to be migrated.
   *
   * @throws StoreException when it is newer
   */
  boolean isCurrent(Connection connection) throws SQLException {
    int found = version(connection);
    if (found > settings.schemaVersion()) {
      throw new StoreException(
          "need schema version <= %d, found %d: the database was written by a newer Trawl"
              .formatted(settings.schemaVersion(), found),
          null);
    }
    return found == settings.schemaVersion();
  }

  /**
   * @throws StoreException when the schema is another Trawl's
   */
  void needCurrent(Connection connection) throws SQLException {
    if (!isCurrent(connection)) {
      throw new StoreException(
          "need schema version %d, found %d: the database was replaced by an older Trawl's"
              .formatted(settings.schemaVersion(), version(connection)),
          null);
    }
  }

  public static int version(Connection connection) throws SQLException {
    String query =
        """
        SELECT COALESCE(MAX(CAST("version" AS INTEGER)), 0)
        FROM "flyway_schema_history" WHERE "success"
        """;
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException e) {
      if (TABLE_NOT_FOUND.contains(e.getErrorCode())) {
        return 0;
      }
      throw e;
    }
  }

  /** Those that SQL can't do. */
  static JavaMigration[] javaMigrations() {
    return new JavaMigration[] {new V002PackedMetrics(), new V007RowChecksums(), new V008Roles()};
  }

  /** Migrates a database where it is. */
  public void migrate(String jdbc, Credentials credentials) {
    migrate(jdbc, credentials, settings.schemaVersion());
  }

  /** The same, to an earlier version. */
  public void migrate(String jdbc, Credentials credentials, int version) {
    try {
      Flyway.configure()
          .dataSource(new Connector(jdbc, credentials))
          .locations(settings.migrations().toArray(String[]::new))
          .javaMigrations(javaMigrations())
          .target(String.valueOf(version))
          .load()
          .migrate();
    } catch (FlywayException e) {
      throw new StoreException(
          "need to bring the schema to version %d, found %s".formatted(version, e.getMessage()), e);
    }
  }

  /** Creates a database's file with the schema. Call it under the lock of {@code files}. */
  void create(DatabaseFiles files, DatabaseUrl url, Credentials credentials) throws IOException {
    Path draft = files.file("-new.mv.db");
    Files.deleteIfExists(draft);
    migrate(url.alone(files.file("-new")), credentials);
    publish(files, draft);
    log.info("database created file={} schema={}", files.data(), settings.schemaVersion());
  }

  /**
   * Migrates an older database and keeps a copy of how it was. Call it under the lock of {@code
   * files}, with no connection open. A pool that lost its connections opens the file without that
   * lock: H2's own keeps it away until the migrated file is in its place.
   */
  void upgrade(DatabaseFiles files, DatabaseUrl url, Credentials credentials) throws IOException {
    Path old = files.file("-before-schema-" + settings.schemaVersion() + ".mv.db");
    Path draft = files.file("-new.mv.db");
    try (FileChannel data =
            FileChannel.open(files.data(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = DatabaseFiles.tryLock(data)) {
      if (lock == null) {
        throw new StoreException(
            "need %s for this process alone to migrate it, found another Trawl using it"
                .formatted(files.data()),
            null);
      }
      copy(data, files.create(old));
      copy(data, files.create(draft));
      migrate(url.alone(files.file("-new")), credentials);
      publish(files, draft);
    }
    log.info("database migrated schema={} copy={}", settings.schemaVersion(), old);
  }

  private static void copy(FileChannel data, FileChannel copy) throws IOException {
    try (copy) {
      long position = 0;
      while (position < data.size()) {
        position += data.transferTo(position, data.size() - position, copy);
      }
      copy.force(true);
    }
  }

  private static void publish(DatabaseFiles files, Path draft) throws IOException {
    files.restrict(draft);
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    files.publish(draft, files.data());
  }
}
