package dev.trawl.sweep;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which checkpoints of a run outlive it. The last one is kept while the run is unfinished, for
 * resuming, and the best one always, for the test metrics and the export.
 *
 * @param last how many of the newest are kept besides the best; {@link Integer#MAX_VALUE} keeps all
 */
public record CheckpointRetention(int last) {

  public static final CheckpointRetention BEST = new CheckpointRetention(0);
  public static final CheckpointRetention LAST = new CheckpointRetention(1);
  public static final CheckpointRetention ALL = new CheckpointRetention(Integer.MAX_VALUE);

  public CheckpointRetention {
    if (last < 0) {
      throw new IllegalArgumentException("need a count of 0 or more, found " + last);
    }
  }

  /** The epochs to keep, of those present, for a run that is still {@code running} or has ended. */
  public Set<Integer> kept(Collection<Integer> epochs, int best, boolean running) {
    int newest = running ? Math.max(last, 1) : last;
    Set<Integer> kept =
        new TreeSet<>(epochs)
            .descendingSet().stream().limit(newest).collect(Collectors.toCollection(TreeSet::new));
    if (epochs.contains(best)) {
      kept.add(best);
    }
    return kept;
  }
}
