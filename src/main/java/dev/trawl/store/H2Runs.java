package dev.trawl.store;

import dev.trawl.store.table.EvaluationTable;
import dev.trawl.store.table.PointTable;
import dev.trawl.store.table.RunQueries;
import dev.trawl.store.table.RunTable;
import dev.trawl.store.table.SweepCurves;
import dev.trawl.store.table.SweepCurves.ListedRun;
import dev.trawl.store.table.SweepTable;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.Metric;
import dev.trawl.track.NewRun;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Runs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs and their metrics. */
interface H2Runs extends H2Role, Runs {
  @Override
  default Run createRun(NewRun run) {
    return parts().runChanges().create(run);
  }

  @Override
  default Run startRun(String runId) {
    return parts().runChanges().start(runId);
  }

  @Override
  default Run recordEpoch(String runId, Epoch epoch, Set<Integer> kept) {
    return parts().runChanges().recordEpoch(runId, epoch, kept);
  }

  @Override
  default Run logMetrics(String runId, List<Metric> metrics) {
    return parts().runChanges().log(runId, metrics);
  }

  @Override
  default Run endRun(String runId, RunEnd end, Set<Integer> kept) {
    return parts().runChanges().end(runId, end, kept);
  }

  @Override
  default List<String> importRuns(String sweepId, List<ImportedRun> runs) {
    return parts().runChanges().importRuns(sweepId, runs);
  }

  @Override
  default Run tagRun(String runId, String name, String value) {
    return parts().runChanges().tag(runId, name, value);
  }

  @Override
  default void tagRuns(String sweepId, List<String> runIds, String name, String value) {
    parts().runChanges().tag(sweepId, runIds, name, value);
  }

  @Override
  default List<Run> runs(String sweepId, RunQuery query) {
    return parts()
        .readsOf(query)
        .read(handle -> RunQueries.list(handle, SweepTable.need(handle, sweepId).key(), query));
  }

  @Override
  default List<Run> earlierAttempts(String sweepId) {
    return parts()
        .read(handle -> RunQueries.earlier(handle, SweepTable.need(handle, sweepId).key()));
  }

  @Override
  default int countRuns(String sweepId, RunQuery query, boolean deleted) {
    return parts()
        .readsOf(query)
        .read(
            handle ->
                RunQueries.count(handle, SweepTable.need(handle, sweepId).key(), query, deleted));
  }

  @Override
  default List<String> runIds(String sweepId, RunQuery query) {
    return parts()
        .readsOf(query)
        .read(handle -> RunQueries.ids(handle, SweepTable.need(handle, sweepId).key(), query));
  }

  @Override
  default Stream<Run> streamRuns(String sweepId, RunQuery query) {
    List<Long> keys =
        parts()
            .readsOf(query)
            .read(handle -> RunQueries.keys(handle, SweepTable.need(handle, sweepId).key(), query));
    return pages(keys, StoreParts.STREAMED_RUNS).stream()
        .flatMap(page -> parts().read(handle -> RunQueries.read(handle, page)).stream())
        .filter(run -> run.info().deletedAt() == null);
  }

  @Override
  default Optional<Run> run(String id) {
    return parts().read(handle -> RunQueries.find(handle, id));
  }

  @Override
  default List<Run> findRuns(String prefix) {
    return parts().read(handle -> RunQueries.findByPrefix(handle, prefix));
  }

  @Override
  default List<Metric> metrics(String runId, Set<String> keys) {
    return parts()
        .read(handle -> PointTable.ofRun(handle, RunTable.need(handle, runId).key(), keys));
  }

  @Override
  default SortedSet<String> metricKeys(String sweepId) {
    return parts().read(handle -> PointTable.keys(handle, SweepTable.need(handle, sweepId).key()));
  }

  @Override
  default Map<String, List<Metric>> sweepMetrics(String sweepId, String key) {
    return sweepMetrics(
        parts().read(handle -> SweepCurves.runs(handle, SweepTable.need(handle, sweepId).key())),
        Set.of(key));
  }

  @Override
  default Map<String, List<Metric>> sweepMetrics(
      String sweepId, Set<String> keys, Set<String> runIds) {
    return sweepMetrics(
        parts()
            .read(
                handle -> SweepCurves.runs(handle, SweepTable.need(handle, sweepId).key(), runIds)),
        keys);
  }

  private Map<String, List<Metric>> sweepMetrics(List<ListedRun> runs, Set<String> keys) {
    Map<String, List<Metric>> metrics = new LinkedHashMap<>();
    for (List<ListedRun> page : pages(runs, StoreParts.CURVES_AT_A_TIME)) {
      metrics.putAll(parts().read(handle -> SweepCurves.read(handle, page, keys)));
    }
    return metrics;
  }

  private static <T> List<List<T>> pages(List<T> all, int size) {
    return IntStream.iterate(0, from -> from < all.size(), from -> from + size)
        .mapToObj(from -> all.subList(from, Math.min(all.size(), from + size)))
        .toList();
  }

  @Override
  default Optional<Evaluation> evaluation(String runId) {
    return parts().read(handle -> EvaluationTable.find(handle, RunTable.need(handle, runId).key()));
  }
}
