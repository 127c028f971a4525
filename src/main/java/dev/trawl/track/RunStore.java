package dev.trawl.track;

/**
 * Everything recorded, as the sum of its roles: whoever works with records takes the roles that it
 * needs, and only what wires the parts together, or uses most of them, takes the sum. Plain values
 * in, plain values out.
 *
 * <p>Safe for use by many threads, and many processes may open the same store. Unless it says
 * otherwise, each writing method is one transaction, is durable when it returns: a kill or a power
 * cut afterwards loses nothing, and raises the sequence number once for each sweep or run that it
 * changes, so that readers in any process can follow. Every method throws {@link StoreException}
 * when the store can't do it, and {@link IllegalArgumentException} for an id that is not recorded,
 * unless it says otherwise.
 */
public interface RunStore
    extends Sweeps,
        Ownership,
        Runs,
        Artifacts,
        Predictions,
        RunLogs,
        Environments,
        Decisions,
        Adjustments,
        KnownRuns,
        ModelRegistry,
        SavedViews,
        Outbox,
        Deletion,
        ChangeFeed,
        Integrity,
        AutoCloseable {

  /** Somebody waits for the end: from now on no operation is tried again for long. */
  void shortenRetries();

  /**
   * The same store, for whoever answers requests of others. Reading through it has connections of
   * its own, so that it never keeps recording waiting, and takes at most {@link
   * #READ_LIMIT_SECONDS} for each method, or page where it reads page by page; then, or when the
   * reading thread is interrupted, it is stopped and throws {@link ReadLimitException}. Closing it
   * does nothing.
   */
  RunStore forRequests();

  @Override
  void close();

  /** The longest that a request may read. */
  int READ_LIMIT_SECONDS = 10;
}
