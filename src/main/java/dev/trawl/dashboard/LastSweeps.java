package dev.trawl.dashboard;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of the sweeps that were asked for last, as who compares some goes from one to the
 * other. Safe for use by many threads.
 */
final class LastSweeps<V> {
  static final int MOST = 4;

  private final Map<String, V> kept = new LinkedHashMap<>(MOST, 0.75f, true);

  /** What is kept of a sweep, which is asked for; null where nothing is. */
  synchronized @Nullable V of(String sweepId) {
    return kept.get(sweepId);
  }

  /** Keeps it instead of what was, and of the sweep that was not asked for longest. */
  synchronized void keep(String sweepId, V value) {
    kept.put(sweepId, value);
    if (kept.size() > MOST) {
      Iterator<String> longestUnasked = kept.keySet().iterator();
      longestUnasked.next();
      longestUnasked.remove();
    }
  }
}
