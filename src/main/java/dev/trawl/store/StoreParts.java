package dev.trawl.store;

import dev.trawl.store.database.Database;
import dev.trawl.store.table.RunChanges;
import dev.trawl.store.table.SweepChanges;
import dev.trawl.track.RunQuery;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/**
 * What the roles of a store do their work with.
 *
 * @param reads what costs the same for whoever asks
 * @param searches what costs as much as whoever asks wants it to
 */
record StoreParts(
    Database database,
    Reads reads,
    Reads searches,
    SweepChanges sweepChanges,
    RunChanges runChanges) {
  /** Runs that are read at a time: a fraction of what a read may take, however busy the machine. */
  static final int STREAMED_RUNS = 500;

  /** The same of runs whose metrics are read, of which each may have many. */
  static final int CURVES_AT_A_TIME = 100;

  /** Runs what reads, in one transaction. */
  interface Reads {
    <T> T read(Function<Handle, T> work);
  }

  /** The same, read in another way. */
  StoreParts reading(Reads others, Reads otherSearches) {
    return new StoreParts(database, others, otherSearches, sweepChanges, runChanges);
  }

  <T> T read(Function<Handle, T> work) {
    return reads.read(work);
  }

  /** What reads the runs of a query. */
  Reads readsOf(RunQuery query) {
    return query.filter() == null && query.order().isEmpty() ? reads : searches;
  }
}
