package dev.trawl.store;

import java.util.Optional;
import org.h2.mvstore.MVStore;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Forces what is committed to the disk. Safe for use by many threads.
 *
 * <p>H2 writes into the space of data that is no longer used, though the state on the disk may
 * still use it. So what was committed is flushed before anything else is written, or a power cut
 * could leave neither state whole. Only the process that has the file open can tell that there is
 * nothing to flush.
 */
final class Flushing {
  private volatile State flushed = new State(null, 0);

  /** The version of a file that the disk has. */
  private record State(@Nullable MVStore file, long version) {}

  /** Flushes what was committed and is not on the disk yet. */
  void beforeWriting(Handle handle) {
    State last = flushed;
    Optional<MVStore> file = DataFile.of(handle);
    boolean clean =
        file.isPresent()
            && file.get().equals(last.file())
            && file.get().getCurrentVersion() == last.version();
    if (!clean) {
      flush(handle);
    }
  }

  /** What was committed before is on the disk when this returns. */
  void flush(Handle handle) {
    Optional<MVStore> file = DataFile.of(handle);
    long version = file.map(MVStore::getCurrentVersion).orElse(0L);
    handle.execute("CHECKPOINT SYNC");
    flushed = new State(file.orElse(null), version);
  }
}
