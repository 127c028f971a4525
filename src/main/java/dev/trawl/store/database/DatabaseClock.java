package dev.trawl.store.database;

import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * The clock of the process that serves the database. All times in it are this clock's: another
 * process's own may be hours off, and would take a living owner for dead. Safe for use by many
 * threads.
 */
public final class DatabaseClock {
  private final Clock own;

  /**
   * @param own this process's, which counts while it is the one that serves
   */
  DatabaseClock(Clock own) {
    this.own = own;
  }

  /** With the lock of writers: H2 keeps the time of a transaction's first look at it. */
  public Instant now(Handle handle) {
    return DataFile.isHere(handle) ? own.instant() : server(handle);
  }

  private static Instant server(Handle handle) {
    return Instant.ofEpochMilli(
        handle
            .createQuery("SELECT CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP(3)) * 1000 AS BIGINT)")
            .mapTo(Long.class)
            .one());
  }
}
