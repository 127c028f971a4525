package dev.trawl.store;

import dev.trawl.store.table.ChangeTable;
import dev.trawl.track.Change;
import dev.trawl.track.ChangeFeed;
import java.util.List;

/** The numbered changes. */
interface H2ChangeFeed extends H2Role, ChangeFeed {
  @Override
  default long sequence() {
    return parts().read(ChangeTable::latest);
  }

  @Override
  default List<Change> changes(long sequence, int limit) {
    return parts().read(handle -> ChangeTable.after(handle, sequence, limit));
  }
}
