package dev.trawl.store.backup;

import dev.trawl.store.backup.DatabaseRepair.Count;
import dev.trawl.store.database.Connector;
import dev.trawl.store.database.Credentials;
import dev.trawl.store.database.DatabaseFiles;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.database.Faults;
import dev.trawl.store.database.Schema;
import dev.trawl.store.database.StoreSettings;
import dev.trawl.store.file.PageFile;
import dev.trawl.store.file.SalvagedFile;
import dev.trawl.store.file.SalvagedMap;
import dev.trawl.store.file.SalvagedTables;
import dev.trawl.store.file.SalvagedTables.Table;
import dev.trawl.store.file.SalvagedValues;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * A new database for what is left of another one: with the schema of that one, so that its rows
 * fit, then migrated like any older database. Used by one thread.
 */
final class RepairedDatabase {
  private final Path base;
  private final Credentials credentials;
  private final StoreSettings settings;
  private final String jdbc;
  private int version;

  /**
   * @param base its path without an ending
   */
  RepairedDatabase(Path base, Credentials credentials, StoreSettings settings) {
    this.base = base;
    this.credentials = credentials;
    this.settings = settings;
    this.jdbc = DatabaseUrl.parse("jdbc:h2:file:" + base).unlocked(base).alone(base);
  }

  /**
   * What is said of a repair.
   *
   * @param lost what did not come through
   * @param uncertain what came through, but maybe not as it was last
   */
  record Report(List<String> lost, List<String> uncertain) {}

  private Path data() {
    return new DatabaseFiles(base).data();
  }

  /**
   * Creates it with the schema that the source has.
   *
   * @return its tables
   */
  Map<String, Table> create(SalvagedTables source) throws IOException {
    OptionalInt said = source.version();
    if (said.isPresent() && said.getAsInt() > settings.schemaVersion()) {
      throw new StoreException(
          "need schema version <= %d, found %d: the database was written by a newer Trawl"
              .formatted(settings.schemaVersion(), said.getAsInt()),
          null);
    }
    int first = said.orElse(settings.schemaVersion());
    SalvagedTables best = create(first);
    int bestVersion = first;
    // the history of migrations is lost, or an older version of it is left
    for (int tried = settings.schemaVersion();
        tried > 0 && source.alike(best) < source.size();
        tried--) {
      SalvagedTables made = create(tried);
      if (source.alike(made) > source.alike(best)) {
        best = made;
        bestVersion = tried;
      }
    }
    return bestVersion == version ? best.all() : create(bestVersion).all();
  }

  private SalvagedTables create(int schema) throws IOException {
    Files.deleteIfExists(data());
    version = schema;
    new Schema(settings).migrate(jdbc, credentials, schema);
    try (FileChannel channel = FileChannel.open(data())) {
      return SalvagedTables.in(SalvagedFile.read(new PageFile(channel)));
    }
  }

  /**
   * Brings what is left over, keeps what belongs together, and migrates.
   *
   * @param tables that it has; where the source does not say which it has, it is taken to have them
   * @param report takes what did not come through as it was
   * @return of sweeps, runs, epochs and checkpoints
   */
  List<Count> fill(
      SalvagedTables source, Map<String, Table> tables, SalvagedValues values, Report report)
      throws IOException {
    HeldRecords held = new HeldRecords();
    RecoveredSweeps recovered = new RecoveredSweeps();
    try (Connection connection = new Connector(jdbc, credentials).connect()) {
      connection.setAutoCommit(false);
      try (Handle handle = Jdbi.open(connection)) {
        handle.execute("SET REFERENTIAL_INTEGRITY FALSE");
        RowTransfer transfer = new RowTransfer(connection, values, report.lost());
        for (Table table : inOrder(tables)) {
          Table found = source.all().getOrDefault(table.name(), table);
          Optional<SalvagedMap> rows = source.rows(found);
          if (rows.isPresent()) {
            held.transferred(table.name(), rows.get());
            transfer.bring(rows.get(), found, table);
          }
          connection.commit();
        }
        held.count(handle);
        recovered.addMissing(handle);
        new LostParents(handle, report.lost()).drop();
        new RepairedRows(handle, report.lost(), recovered).restartNumbers();
        handle.execute("SET REFERENTIAL_INTEGRITY TRUE");
        connection.commit();
      }
    } catch (SQLException | JdbiException e) {
      throw failure(e);
    }
    if (version < settings.schemaVersion()) {
      new Schema(settings).migrate(jdbc, credentials);
    }
    try (Connection connection = new Connector(jdbc, credentials).connect()) {
      connection.setAutoCommit(false);
      try (Handle handle = Jdbi.open(connection)) {
        new RepairedRows(handle, report.lost(), recovered).complete();
        report.lost().addAll(held.lost(handle));
        report.uncertain().addAll(recovered.described(handle));
        report.uncertain().addAll(held.maybeOlder(handle));
        connection.commit();
        return held.counts(handle, recovered.keys());
      }
    } catch (SQLException | JdbiException e) {
      throw failure(e);
    }
  }

  private static StoreException failure(Exception e) {
    return new StoreException(
        "need to write the repaired database, found " + Faults.describe(e), e);
  }

  /** Models after the checkpoints that need them; the history of migrations is its own. */
  private static List<Table> inOrder(Map<String, Table> tables) {
    return tables.values().stream()
        .filter(table -> !table.name().equals("flyway_schema_history"))
        .sorted((one, other) -> Boolean.compare(isModels(one), isModels(other)))
        .toList();
  }

  private static boolean isModels(Table table) {
    return table.name().equals(RowTransfer.MODELS);
  }
}
