package dev.trawl.store.database;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.h2.engine.Database;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.db.LobStorageMap.BlobReference;
import org.h2.store.LobStorageFrontend;
import org.h2.value.ValueBlob;
import org.h2.value.lob.LobDataDatabase;
import org.jdbi.v3.core.Handle;

/**
 * The models that other processes sent to the one that has the file open. H2 puts what a statement
 * of another process brings into the file as a temporary large object and lets the table refer to
 * the same bytes, but never drops the temporary one while the file is open: a model that no
 * checkpoint has any more would stay. Tried with H2 2.4.240.
 */
final class SentModels {
  /** Twice as long as H2 keeps a large object that it sends: its LOB_TIMEOUT. */
  private static final long KEPT_NANOS = 600_000_000_000L;

  private final Map<Long, Long> seenNanos = new HashMap<>();

  /**
   * Drops what is the table's by now, and what nobody can wait for any more. To be called with the
   * lock of writers: no statement that has sent a model is still running.
   */
  void drop(Handle handle) {
    DataFile.database(handle).ifPresent(this::drop);
  }

  private void drop(Database database) {
    MVStore file = database.getStore().getMvStore();
    MVMap<Long, byte[]> temporary = file.openMap("tempLobMap");
    seenNanos.keySet().retainAll(temporary.keySet());
    for (long id : List.copyOf(temporary.keySet())) {
      byte[] bytes = temporary.get(id);
      if (bytes != null && (isStored(file, bytes, id) || isOld(id))) {
        drop(database, id);
      }
    }
  }

  /**
   * Whether a table has the bytes that were sent as this object. What H2 sends to a reader is a
   * copy of the table's, and so never the first that refers to the bytes while the table's does.
   */
  private static boolean isStored(MVStore file, byte[] bytes, long id) {
    MVMap<BlobReference, Object> references = file.openMap("lobRef");
    BlobReference first = references.ceilingKey(new BlobReference(bytes, 0));
    BlobReference copy = references.higherKey(new BlobReference(bytes, id));
    return first != null
        && first.lobId == id
        && copy != null
        && Arrays.equals(copy.streamStoreId, bytes)
        && file.openMap("lobMap").containsKey(copy.lobId);
  }

  private boolean isOld(long id) {
    long now = System.nanoTime();
    return now - seenNanos.computeIfAbsent(id, unused -> now) > KEPT_NANOS;
  }

  private static void drop(Database database, long id) {
    var sent = new LobDataDatabase(database, LobStorageFrontend.TABLE_TEMP, id);
    database.getLobStorage().removeLob(new ValueBlob(sent, -1));
  }
}
