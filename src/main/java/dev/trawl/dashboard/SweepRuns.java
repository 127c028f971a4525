package dev.trawl.dashboard;

import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import java.lang.ref.SoftReference;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All runs of the sweeps that were last asked for, so that what several answers are made of is read
 * once: further on only what changed. For use by many threads; a sweep is read by one of them.
 */
final class SweepRuns {
  private final RunStore store;
  private final LastSweeps<SoftReference<ReadRuns>> last = new LastSweeps<>();

  SweepRuns(RunStore store) {
    this.store = store;
  }

  /** As {@link RunStore#runs} lists them; the same list as before where nothing changed. */
  List<Run> all(String sweepId) {
    return of(sweepId).now();
  }

  /** What a query lists, without reading the runs again. */
  List<Run> some(String sweepId, RunQuery query) {
    List<String> ids = store.runIds(sweepId, query);
    Map<String, Run> byId =
        all(sweepId).stream().collect(Collectors.toMap(Run::id, Function.identity()));
    return ids.stream().filter(byId::containsKey).map(byId::get).toList();
  }

  private synchronized ReadRuns of(String sweepId) {
    SoftReference<ReadRuns> before = last.of(sweepId);
    ReadRuns known = before == null ? null : before.get();
    ReadRuns runs = known == null ? new ReadRuns(store, sweepId) : known;
    last.keep(sweepId, runs == known && before != null ? before : new SoftReference<>(runs));
    return runs;
  }
}
