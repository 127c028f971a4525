package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.analysis.CurveSampling;
import dev.trawl.analysis.CurveSpread;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.filter.RunKey;
import dev.trawl.track.filter.RunOrder;
import dev.trawl.wire.CurveColumns;
import dev.trawl.wire.Digits;
import dev.trawl.wire.RecordJson;
import dev.trawl.wire.RunColumns;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Answers the values of very many runs at once: by column, and by step. */
final class ManyRunsApi {
  /** So many of the curves that aren't sent show how all of them spread. */
  private static final int SAMPLED = 300;

  /** So few runs cost less to look up than to ask what changed of all. */
  private static final int FEW = 30;

  private final RunStore store;
  private final SweepRuns runs;
  private final Lookup lookup;
  private final RecordJson json;

  ManyRunsApi(RunStore store, SweepRuns runs, RecordJson json) {
    this.store = store;
    this.runs = runs;
    this.json = json;
    lookup = new Lookup(store);
  }

  /** What lists give, by column. */
  void columns(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    RunQuery query = Lookup.query(ctx);
    Digits digits = digits(ctx, "digits", Digits.ALL);
    Digits parameterDigits = digits(ctx, "parameter_digits", digits);
    RunColumns columns;
    try {
      columns =
          new RunColumns(json, RunApi.keys(ctx.queryParam("fields")), digits, parameterDigits);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
    List<Run> listed = listed(sweep, query);
    boolean isPage = query.offset() > 0 || listed.size() == query.limit();
    int total = isPage ? store.countRuns(sweep.id(), query, false) : listed.size();
    ctx.contentType("application/json").result(columns.write(sweep, listed, total));
  }

  private static Digits digits(Context ctx, String name, Digits usual) {
    int all = Digits.ALL.significant();
    return new Digits((int) Lookup.number(ctx.queryParam(name), name, 1, all, usual.significant()));
  }

  /** A page of them, or the few that changed, is cheaper to read than all. */
  private List<Run> listed(Sweep sweep, RunQuery query) {
    if (query.equals(RunQuery.ALL)) {
      return runs.all(sweep.id());
    }
    boolean isPart = query.after() > 0 || query.limit() < Integer.MAX_VALUE;
    return isPart ? store.runs(sweep.id(), query) : runs.some(sweep.id(), query);
  }

  /** The curves of all runs that a filter leaves, or of the best and a picture of the others. */
  void metrics(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    String key =
        Optional.ofNullable(ctx.queryParam("key"))
            .or(() -> sweep.metric().map(Objective::name))
            .orElseThrow(
                () ->
                    ApiException.badRequest(
                        "need a key of the metrics, found no metric of the sweep"));
    RunQuery query = Lookup.query(ctx);
    int most = (int) Lookup.number(ctx.queryParam("most"), "most", 1, Integer.MAX_VALUE, 0);
    if (most == 0 && query.filter() == null) {
      Answers.json(ctx, json.write(answer(ctx, sweep, key, store.sweepMetrics(sweep.id(), key))));
      return;
    }
    List<String> ids = store.runIds(sweep.id(), query.withOrder(bestFirst(sweep)));
    int drawn = most == 0 ? ids.size() : Math.min(most, ids.size());
    ObjectNode node =
        answer(
            ctx,
            sweep,
            key,
            store.sweepMetrics(sweep.id(), Set.of(key), Set.copyOf(ids.subList(0, drawn))));
    if (most > 0) {
      rest(node.putObject("rest"), sweep, key, ids.subList(drawn, ids.size()));
    }
    Answers.json(ctx, json.write(node));
  }

  private ObjectNode answer(
      Context ctx, Sweep sweep, String key, Map<String, List<Metric>> curves) {
    int most = RunApi.mostPoints(ctx);
    List<Double> levels = RunApi.levels(key, sweep.thresholds());
    curves.replaceAll((run, curve) -> CurveSampling.sample(curve, most, levels));
    if (ctx.queryParam("digits") == null) {
      return json.sweepMetrics(key, curves);
    }
    Map<String, Integer> numbers = numbers(sweep, curves.keySet());
    ObjectNode node = json.mapper().createObjectNode().put("key", key);
    return node.set(
        "columns",
        CurveColumns.of(json.mapper(), curves, numbers, digits(ctx, "digits", Digits.ALL)));
  }

  private Map<String, Integer> numbers(Sweep sweep, Set<String> ids) {
    Stream<Run> found =
        ids.size() > FEW
            ? runs.all(sweep.id()).stream()
            : ids.stream().flatMap(id -> store.run(id).stream());
    return found.collect(Collectors.toMap(Run::id, Run::number));
  }

  private static List<RunOrder> bestFirst(Sweep sweep) {
    return sweep
        .metric()
        .map(
            metric ->
                List.of(
                    new RunOrder(
                        new RunKey.MetricKey(metric.name()), metric.goal() == Goal.MAXIMIZE)))
        .orElse(List.of());
  }

  /** Of the others some, evenly from the best to the last. */
  private void rest(ObjectNode node, Sweep sweep, String key, List<String> others) {
    Set<String> sample = new LinkedHashSet<>();
    for (int i = 0; i < Math.min(SAMPLED, others.size()); i++) {
      sample.add(others.get((int) ((long) i * others.size() / Math.min(SAMPLED, others.size()))));
    }
    List<List<Metric>> curves =
        new ArrayList<>(store.sweepMetrics(sweep.id(), Set.of(key), sample).values());
    node.put("runs", others.size());
    node.put("sampled", sample.size());
    node.set("spread", json.mapper().valueToTree(CurveSpread.of(curves)));
  }
}
