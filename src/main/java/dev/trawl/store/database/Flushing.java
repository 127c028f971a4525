package dev.trawl.store.database;

import java.util.Optional;
import org.h2.mvstore.MVStore;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Forces what is committed to the disk, and holds what the disk has. Safe for use by many threads.
 *
 * <p>H2 writes into the space of data that is no longer used, in any order that the disk likes,
 * though the state on the disk may still use it: a power cut could leave neither the old state nor
 * the new one whole. So the process that has the file open holds the version that was flushed last,
 * as a reader of it would, until a newer one is on the disk. That is also what lets H2 use space
 * again at once, instead of after a time in which the disk should have written.
 */
final class Flushing {
  private @Nullable Held held;

  /** Whether a version was flushed since the last one that somebody wrote. */
  private boolean isSettled;

  /** A version of a file that nothing is written over. */
  private record Held(MVStore file, MVStore.TxCounter usage) {
    long version() {
      return usage.version;
    }

    void release() {
      if (!file.isClosed()) {
        file.deregisterVersionUsage(usage);
      }
    }

    /** H2 closes its file in several steps, which must not be written over what the disk has. */
    void releaseForClosing() {
      if (!file.isClosed()) {
        file.setReuseSpace(false);
      }
      release();
    }
  }

  /**
   * Whether there is something to flush, as far as this process can tell: what was committed, what
   * H2 itself changed since, or an empty version, without which H2 keeps what the last one dropped.
   */
  synchronized boolean isNeeded(Handle handle) {
    return DataFile.of(handle)
        .filter(
            file ->
                !isSettled
                    || !isHeld(file)
                    || heldVersion() != file.getCurrentVersion()
                    || file.hasUnsavedChanges())
        .isPresent();
  }

  /** The version that was flushed last; -1 for none. */
  synchronized long heldVersion() {
    return held == null ? -1 : held.version();
  }

  /** To be called with the lock of writers: what is flushed next is nobody's. */
  synchronized void settle() {
    isSettled = true;
  }

  /** To be called with the lock of writers before a change: the file may just have been opened. */
  void beforeWriting(Handle handle) {
    Optional<MVStore> file = DataFile.of(handle);
    if (file.isPresent() && !isHeld(file.get())) {
      flush(handle);
      DataFile.useFreeSpace(handle);
    }
  }

  private synchronized boolean isHeld(MVStore file) {
    return held != null && held.file().equals(file);
  }

  /** What was committed before is on the disk when this returns. */
  void flush(Handle handle) {
    Optional<Held> next =
        DataFile.of(handle).map(file -> new Held(file, file.registerVersionUsage()));
    try {
      handle.execute("CHECKPOINT SYNC"); // waits for what is being stored, the held version too
    } catch (RuntimeException e) {
      next.ifPresent(Held::release);
      throw e;
    }
    next.ifPresent(this::hold);
  }

  /** The same after a change. */
  void flushChange(Handle handle) {
    synchronized (this) {
      isSettled = false;
    }
    flush(handle);
  }

  private synchronized void hold(Held next) {
    if (held != null) {
      held.release();
    }
    held = next;
  }

  /** The last call, before the file is closed. */
  synchronized void close() {
    if (held != null) {
      held.releaseForClosing();
      held = null;
    }
  }
}
