package dev.trawl.dashboard;

import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.filter.Literal;
import dev.trawl.track.filter.Relation;
import dev.trawl.track.filter.RunAttribute;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunKey;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The runs of a sweep, read page by page: when a page takes too long, or whoever asked has gone,
 * what was read before stays, and the next who asks goes on from there. For use by many threads,
 * one of which reads.
 */
final class ReadRuns {
  /** A page is read in a fraction of what a read may take, however busy the machine. */
  private static final int PAGE = 500;

  private final RunStore store;
  private final String sweepId;

  /** Of a number there is only the latest attempt. */
  private final SortedMap<Integer, Run> byNumber = new TreeMap<>();

  private List<Run> listed = List.of();
  private boolean hasChanged;

  /** All changes up to this sequence number are read. */
  private long read;

  /** Those up to this one are, of the runs up to {@link #last}. */
  private long reading;

  /** The last number of the pages that are read; 0 before the first. */
  private int last;

  ReadRuns(RunStore store, String sweepId) {
    this.store = store;
    this.sweepId = sweepId;
  }

  /** As {@link RunStore#runs} lists them; the same list as before where nothing changed. */
  synchronized List<Run> now() {
    long wanted = store.sequence();
    while (read < wanted) {
      readPage(wanted);
    }
    forgetGone();
    if (hasChanged) {
      listed = List.copyOf(byNumber.values());
      hasChanged = false;
    }
    return listed;
  }

  /** What changes meanwhile has a later number than what the store had at the first page. */
  private void readPage(long wanted) {
    if (last == 0) {
      reading = wanted;
    }
    RunQuery rest = RunQuery.ALL.withAfter(read).withFilter(isBehind(last));
    List<Run> page = store.runs(sweepId, rest.withLimit(PAGE));
    page.forEach(run -> byNumber.put(run.number(), run));
    hasChanged |= !page.isEmpty();
    if (!page.isEmpty()) {
      last = page.get(page.size() - 1).number();
    } else if (store.countRuns(sweepId, rest, false) == 0) { // not all of a page were damaged
      read = reading;
      last = 0;
    }
  }

  private static RunFilter isBehind(int number) {
    return new RunFilter.Compare(
        new RunKey.AttributeKey(RunAttribute.NUMBER),
        Relation.GREATER,
        new Literal.Numeric(number));
  }

  /**
   * What is deleted is in no list, and what is erased nowhere: there are only fewer than before.
   */
  private void forgetGone() {
    boolean isGone = store.countRuns(sweepId, RunQuery.ALL, false) < byNumber.size();
    if (isGone) {
      Set<String> ids = new HashSet<>(store.runIds(sweepId, RunQuery.ALL));
      hasChanged |= byNumber.values().removeIf(run -> !ids.contains(run.id()));
    }
  }
}
