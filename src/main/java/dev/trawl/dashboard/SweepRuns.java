package dev.trawl.dashboard;

import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import java.lang.ref.SoftReference;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All runs of the sweeps that were last asked for, so that what several answers are made of is read
 * once: further on only what changed. For use by many threads.
 */
final class SweepRuns {
  private final RunStore store;
  private final LastSweeps<SoftReference<Known>> last = new LastSweeps<>();

  SweepRuns(RunStore store) {
    this.store = store;
  }

  private record Known(String sweepId, List<Run> runs, long sequence) {}

  /** As {@link RunStore#runs} lists them; the same list as before where nothing changed. */
  synchronized List<Run> all(String sweepId) {
    SoftReference<Known> before = last.of(sweepId);
    Known known = before == null ? null : before.get();
    Known now = known == null ? read(sweepId) : withoutErased(changed(known));
    last.keep(sweepId, new SoftReference<>(now));
    return now.runs();
  }

  /** What a query lists, without reading the runs again. */
  List<Run> some(String sweepId, RunQuery query) {
    List<String> ids = store.runIds(sweepId, query);
    Map<String, Run> byId =
        all(sweepId).stream().collect(Collectors.toMap(Run::id, Function.identity()));
    return ids.stream().filter(byId::containsKey).map(byId::get).toList();
  }

  private Known read(String sweepId) {
    return known(sweepId, store.runs(sweepId, RunQuery.ALL));
  }

  /** What is erased is in no list of changes: there are only fewer runs than before. */
  private Known withoutErased(Known known) {
    int count = store.countRuns(known.sweepId(), RunQuery.ALL, false);
    return count < known.runs().size() ? read(known.sweepId()) : known;
  }

  private static Known known(String sweepId, Collection<Run> runs) {
    long sequence = runs.stream().mapToLong(run -> run.info().sequence()).max().orElse(0);
    return new Known(sweepId, List.copyOf(runs), sequence);
  }

  /** Of a run's number there is only the latest attempt. */
  private Known changed(Known known) {
    RunQuery since = RunQuery.ALL.withAfter(known.sequence());
    List<Run> changed = store.runs(known.sweepId(), since);
    List<Run> deleted = store.deletedRuns(known.sweepId(), since);
    Map<Integer, Run> byNumber = new TreeMap<>();
    known.runs().forEach(run -> byNumber.put(run.number(), run));
    deleted.forEach(
        run -> byNumber.computeIfPresent(run.number(), (n, old) -> isSame(run, old) ? null : old));
    changed.forEach(run -> byNumber.put(run.number(), run));
    boolean same = changed.isEmpty() && byNumber.size() == known.runs().size();
    return same ? known : known(known.sweepId(), byNumber.values());
  }

  private static boolean isSame(Run run, Run other) {
    return run.id().equals(other.id());
  }
}
