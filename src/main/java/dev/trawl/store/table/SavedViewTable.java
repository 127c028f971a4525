package dev.trawl.store.table;

import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.SavedView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Views of the page under names. */
public final class SavedViewTable {
  private SavedViewTable() {}

  /** Within a write transaction. */
  public static void put(Handle handle, SavedView view) {
    Map<String, Object> values =
        Map.of(
            "name", view.name(), "query", view.query(), "saved_at", view.savedAt().toEpochMilli());
    Optional<StoredRow> saved = row(handle, view.name());
    if (saved.isPresent()) {
      CheckedTable.SAVED_VIEW.update(handle, saved.get(), values);
    } else {
      CheckedTable.SAVED_VIEW.add(handle, values);
    }
  }

  /** Within a write transaction. */
  public static void rename(Handle handle, String name, String newName) {
    StoredRow row =
        row(handle, name)
            .orElseThrow(
                () -> new IllegalArgumentException("need the name of a saved view, found " + name));
    if (newName.equals(name)) {
      return;
    }
    if (row(handle, newName).isPresent()) {
      throw new RefusedChangeException(
          "need a name that no view has, found %s, which one has".formatted(newName));
    }
    SavedView view = view(row);
    SavedView renamed = new SavedView(newName, view.query(), view.savedAt());
    CheckedTable.SAVED_VIEW.update(handle, row, Map.of("name", renamed.name()));
  }

  private static Optional<StoredRow> row(Handle handle, String name) {
    return CheckedTable.SAVED_VIEW.row(handle, "WHERE t.name = :name", Map.of("name", name));
  }

  public static Optional<SavedView> find(Handle handle, String name) {
    return row(handle, name).map(SavedViewTable::view);
  }

  private static SavedView view(StoredRow row) {
    return new SavedView(row.text("name"), row.text("query"), row.instant("saved_at"));
  }

  public static void remove(Handle handle, String name) {
    handle.execute("DELETE FROM saved_view WHERE name = ?", name);
  }

  /** By name, without those that are damaged. */
  public static List<SavedView> all(Handle handle) {
    return CheckedTable.SAVED_VIEW.wholeRows(handle, "ORDER BY t.name", Map.of()).stream()
        .map(SavedViewTable::view)
        .toList();
  }
}
