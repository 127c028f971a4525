package dev.trawl.cli;

import dev.trawl.sweep.yaml.NearestName;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Runs;
import dev.trawl.track.filter.RunFilter;
import dev.trawl.track.filter.RunKey;
import dev.trawl.track.filter.RunOrder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Says which keys of a filter and an order no run has: no mistake, but likely a slip. */
final class KeysOfQuery {
  private final Runs store;
  private final String sweepId;

  KeysOfQuery(Runs store, String sweepId) {
    this.store = store;
    this.sweepId = sweepId;
  }

  /** A line for each key. */
  List<String> missing(RunQuery query) {
    RunFilter filter = query.filter();
    Stream<RunKey> filtered = filter == null ? Stream.of() : filter.keys();
    return Stream.concat(filtered, query.order().stream().map(RunOrder::key))
        .distinct()
        .filter(this::isMissing)
        .map(this::line)
        .toList();
  }

  private boolean isMissing(RunKey key) {
    RunFilter present = new RunFilter.Not(new RunFilter.Absent(key));
    return key.isFreelyNamed()
        && store.runs(sweepId, RunQuery.ALL.withFilter(present).withLimit(1)).isEmpty();
  }

  private String line(RunKey key) {
    String nearest = NearestName.of(key.text(), known());
    return "no run has %s%s"
        .formatted(key.text(), nearest == null ? "" : " (did you mean %s?)".formatted(nearest));
  }

  /** What the first run has, as a filter names it. */
  private Set<String> known() {
    Set<String> known = new TreeSet<>();
    for (Run run : store.runs(sweepId, RunQuery.ALL.withLimit(1))) {
      run.metrics().keySet().forEach(name -> known.add(new RunKey.MetricKey(name).text()));
      run.parameters().keySet().forEach(name -> known.add(new RunKey.ParameterKey(name).text()));
      run.info().tags().keySet().forEach(name -> known.add(new RunKey.TagKey(name).text()));
    }
    return known;
  }
}
