package dev.trawl.track;

import java.util.List;

/**
 * What changed, in order: how any process on the store follows what another one records. {@link
 * RunStore} says what holds for each method.
 */
public interface ChangeFeed {
  /** The latest sequence number; 0 in an empty store. */
  long sequence();

  /** What changed after {@code sequence}, oldest first, at most {@code limit}. */
  List<Change> changes(long sequence, int limit);
}
