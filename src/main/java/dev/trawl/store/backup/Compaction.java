package dev.trawl.store.backup;

import dev.trawl.store.database.Connector;
import dev.trawl.store.database.Credentials;
import dev.trawl.store.database.DatabaseFiles;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.database.Faults;
import dev.trawl.store.database.Opening;
import dev.trawl.store.database.StoreSettings;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * What became of a database's file. H2 writes what it holds to a new file, which then takes the old
 * one's place, so that a kill leaves either.
 *
 * @param before its size in bytes
 * @param after its size in bytes
 */
public record Compaction(long before, long after) {
  /**
   * Gives the space of a database that is not used back to the file system.
   *
   * @param jdbcUrl of the database, as for {@code H2RunStore.open}
   * @return empty when another process has the database open, or it is no plain file
   * @throws StoreException when it can't be compacted
   */
  public static Optional<Compaction> run(String jdbcUrl) {
    DatabaseUrl url = DatabaseUrl.parse(jdbcUrl);
    StoreSettings settings = StoreSettings.DEFAULT;
    Path base = url.file();
    if (base == null) {
      return Optional.empty();
    }
    DatabaseFiles files = new DatabaseFiles(base);
    if (!files.exist()) {
      return Optional.empty();
    }
    String alone = url.alone(base) + ";IFEXISTS=TRUE";
    try {
      FileLock lock = files.lock(settings.patience().plus(settings.connectTimeout()));
      try {
        return compact(files, alone, url.hasCredentials());
      } finally {
        lock.acquiredBy().close();
      }
    } catch (IOException e) {
      throw new StoreException("need to compact %s, found %s".formatted(files.data(), e), e);
    }
  }

  private static Optional<Compaction> compact(
      DatabaseFiles files, String jdbc, boolean hasCredentials) throws IOException {
    long before = Files.size(files.data());
    if (!files.areUnused()) {
      return Optional.empty();
    }
    Credentials credentials =
        hasCredentials ? Credentials.IN_URL : new Credentials(Opening.USER, files.password());
    try (Connection connection = new Connector(jdbc, credentials).connect();
        Statement statement = connection.createStatement()) {
      statement.execute("SHUTDOWN COMPACT");
    } catch (SQLException e) {
      throw new StoreException(
          "need to compact %s, found %s".formatted(files.data(), Faults.describe(e)), e);
    }
    files.restrict(files.data());
    return Optional.of(new Compaction(before, Files.size(files.data())));
  }
}
