package dev.trawl.store.backup;

import dev.trawl.store.database.Faults;
import dev.trawl.store.file.SalvagedMap;
import dev.trawl.store.file.SalvagedTables;
import dev.trawl.store.file.SalvagedTables.Table;
import dev.trawl.store.file.SalvagedValues;
import dev.trawl.store.file.StoredType.RowValues;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.Statement;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Inserts rows that were read from a file without H2. Used by one thread. */
final class RowTransfer {
  static final String MODELS = "CHECKPOINT_MODEL";

  private final Connection connection;
  private final SalvagedValues values;
  private final List<String> lost;

  /**
   * @param lost takes what could not be inserted
   */
  RowTransfer(Connection connection, SalvagedValues values, List<String> lost) {
    this.connection = connection;
    this.values = values;
    this.lost = lost;
  }

  /** Brings the columns over that both tables have, in place of the rows that are there. */
  void bring(SalvagedMap rows, Table from, Table to) throws IOException, SQLException {
    List<String> columns = to.columnNames().stream().filter(from.columnNames()::contains).toList();
    String insert =
        "INSERT INTO \"%s\" (%s) OVERRIDING SYSTEM VALUE VALUES (%s)"
            .formatted(
                to.name(),
                columns.stream().map("\"%s\""::formatted).collect(Collectors.joining(", ")),
                String.join(", ", Collections.nCopies(columns.size(), "?")));
    Set<Long> needed = to.name().equals(MODELS) ? neededModels() : Set.of();
    try (Statement delete = connection.createStatement()) {
      delete.execute("DELETE FROM \"%s\"".formatted(to.name()));
    }
    Set<Long> older = rows.older();
    try (PreparedStatement statement = connection.prepareStatement(insert)) {
      SalvagedTables.visit(
          rows,
          (key, row) -> {
            if (!to.name().equals(MODELS) || needed.contains(key)) {
              insert(statement, key, row, from, columns, older.contains(key));
            }
          });
    }
  }

  /** Others may be of checkpoints that were dropped, and are large. */
  private Set<Long> neededModels() throws SQLException {
    Set<Long> needed = new HashSet<>();
    try (Statement statement = connection.createStatement();
        ResultSet models = statement.executeQuery("SELECT model_id FROM checkpoint")) {
      while (models.next()) {
        needed.add(models.getLong(1));
      }
    }
    return needed;
  }

  private void insert(
      PreparedStatement statement,
      long key,
      RowValues row,
      Table from,
      List<String> columns,
      boolean isOlder) {
    try {
      from.columns().need(key, row);
      for (int i = 0; i < columns.size(); i++) {
        int place = from.columnNames().indexOf(columns.get(i));
        statement.setObject(i + 1, values.of(row.values().get(place), connection));
      }
      statement.executeUpdate();
    } catch (IOException e) {
      if (!from.name().equals(MODELS)) { // its checkpoints are named
        lost.add("row %d of %s: %s".formatted(key, name(from), e.getMessage()));
      }
    } catch (SQLIntegrityConstraintViolationException e) {
      if (!isOlder) { // else it is what a newer row was once
        lost.add(
            "row %d of %s: need it once and complete, found otherwise".formatted(key, name(from)));
      }
    } catch (SQLException e) {
      lost.add("row %d of %s: %s".formatted(key, name(from), Faults.describe(e)));
    }
  }

  private static String name(Table table) {
    return table.name().toLowerCase(Locale.ROOT);
  }
}
