package dev.trawl.store;

import dev.trawl.store.table.SavedViewTable;
import dev.trawl.track.SavedView;
import dev.trawl.track.SavedViews;
import java.time.Instant;
import java.util.List;

/** Views of the page. */
interface H2SavedViews extends H2Role, SavedViews {
  @Override
  default SavedView saveView(String name, String query) {
    return parts()
        .database()
        .write(
            transaction ->
                SavedViewTable.put(
                    transaction.handle(),
                    new SavedView(name, query, Instant.ofEpochMilli(transaction.now()))),
            handle -> SavedViewTable.find(handle, name).orElseThrow());
  }

  @Override
  default SavedView renameView(String name, String newName) {
    return parts()
        .database()
        .write(
            transaction -> SavedViewTable.rename(transaction.handle(), name, newName),
            handle -> SavedViewTable.find(handle, newName).orElseThrow());
  }

  @Override
  default List<SavedView> savedViews() {
    return parts().read(SavedViewTable::all);
  }

  @Override
  default void forgetView(String name) {
    parts()
        .database()
        .write(transaction -> SavedViewTable.remove(transaction.handle(), name), handle -> true);
  }
}
