package dev.trawl.store.backup;

import dev.trawl.store.database.Connector;
import dev.trawl.store.database.Credentials;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.database.Faults;
import dev.trawl.track.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * A copy of a database, which nobody else opens.
 *
 * @param url of the database that it is to be, or is of
 * @param base its path without an ending
 */
record CopiedDatabase(DatabaseUrl url, Path base, Credentials credentials) {
  Connection connect() throws SQLException {
    return new Connector(url.alone(base) + ";IFEXISTS=TRUE", credentials).connect();
  }

  BackupContents contents() {
    try (Connection connection = connect()) {
      return BackupContents.count(connection);
    } catch (SQLException e) {
      throw new StoreException(
          "need a database that opens in the backup, found " + Faults.describe(e), e);
    }
  }
}
