package dev.trawl.store.backup;

import dev.trawl.store.database.Connector;
import dev.trawl.store.database.Credentials;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.database.Faults;
import dev.trawl.store.database.FoundDamage;
import dev.trawl.store.table.DatabaseCheck;
import dev.trawl.track.Damage;
import dev.trawl.track.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A copy of a database, which nobody else opens.
 *
 * @param url of the database that it is to be, or is of
 * @param base its path without an ending
 */
record CopiedDatabase(DatabaseUrl url, Path base, Credentials credentials) {
  Connection connect() throws SQLException {
    return new Connector(url.unlocked(base).alone(base) + ";IFEXISTS=TRUE", credentials).connect();
  }

  BackupContents contents() {
    try (Connection connection = connect()) {
      return BackupContents.count(connection);
    } catch (SQLException e) {
      throw new StoreException(
          "need a database that opens in the backup, found " + Faults.describe(e), e);
    }
  }

  /** The records that are not what was recorded, by their descriptions. */
  List<String> damagedRows() {
    try (Connection connection = connect();
        Handle handle = Jdbi.open(connection)) {
      new DatabaseCheck(handle).checkRows();
      return FoundDamage.of(handle).all().stream().map(Damage::description).toList();
    } catch (SQLException | JdbiException e) {
      throw new StoreException(
          "need records that can be read in the backup, found " + Faults.describe(e), e);
    }
  }
}
