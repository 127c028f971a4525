package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.analysis.CurveSampling;
import dev.trawl.analysis.FailureCause;
import dev.trawl.sweep.MetricKind;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Decision;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Tag;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Answers what concerns runs. */
final class RunApi {
  private final RunStore store;
  private final Lookup lookup;
  private final RecordJson json;
  private final SweepBody bodies;

  RunApi(RunStore store, RecordJson json, SweepBody bodies) {
    this.store = store;
    this.json = json;
    lookup = new Lookup(store);
    this.bodies = bodies;
  }

  void show(Context ctx) {
    Run run = lookup.run(ctx);
    Sweep sweep = lookup.sweepOf(run);
    ObjectNode node =
        json.runInFull(
            run, sweep, store.evaluation(run.id()), decisions(sweep), store.environments(run.id()));
    node.set("failure", json.failure(FailureCause.of(run, store)));
    Answers.json(ctx, json.write(node));
  }

  /** None where one is damaged, which hides nothing else of the run. */
  private List<Decision> decisions(Sweep sweep) {
    try {
      return store.decisions(sweep.id());
    } catch (DamagedRecordException e) {
      return List.of();
    }
  }

  void metrics(Context ctx) {
    Run run = lookup.run(ctx);
    int most = mostPoints(ctx);
    Map<String, List<Metric>> byKey =
        store.metrics(run.id(), keys(ctx.queryParam("keys"))).stream()
            .collect(Collectors.groupingBy(Metric::key, LinkedHashMap::new, Collectors.toList()));
    List<Double> thresholds = lookup.sweepOf(run).thresholds();
    byKey.replaceAll((key, values) -> CurveSampling.sample(values, most, levels(key, thresholds)));
    Answers.json(ctx, json.write(json.metrics(run.id(), byKey)));
  }

  /** All of a curve's points unless the request says otherwise. */
  static int mostPoints(Context ctx) {
    return (int) Lookup.number(ctx.queryParam("max_points"), "max_points", 2, 1 << 20, 1 << 20);
  }

  /** Thresholds are of accuracies. */
  static List<Double> levels(String key, List<Double> thresholds) {
    return MetricKind.of(key).isFraction() ? thresholds : List.of();
  }

  /** A list with commas between its entries; none where there is no list. */
  static Set<String> keys(@Nullable String list) {
    return list == null
        ? Set.of()
        : Arrays.stream(list.split(",", -1))
            .map(String::strip)
            .filter(key -> !key.isEmpty())
            .collect(Collectors.toSet());
  }

  void checkpoints(Context ctx) {
    Run run = lookup.run(ctx);
    Answers.json(
        ctx, json.write(store.checkpoints(run.id()).stream().map(json::checkpoint).toList()));
  }

  void checkpoint(Context ctx) {
    Run run = lookup.run(ctx);
    int epoch = (int) Lookup.number(ctx.pathParam("epoch"), "epoch", 1, Integer.MAX_VALUE, 0);
    List<Checkpoint> kept = store.checkpoints(run.id());
    InputStream bytes =
        store
            .openCheckpoint(run.id(), epoch)
            .orElseThrow(
                () ->
                    ApiException.notFound(
                        "need an epoch whose checkpoint is kept (%s), found %d"
                            .formatted(
                                kept.stream()
                                    .map(checkpoint -> "" + checkpoint.epoch())
                                    .collect(Collectors.joining(", ")),
                                epoch)));
    String name = "%s-epoch-%d.zip".formatted(shortId(run), epoch);
    ctx.header("Content-Disposition", "attachment; filename=\"%s\"".formatted(name));
    ctx.contentType("application/zip");
    Answers.stream(ctx, bytes);
  }

  void stop(Context ctx) {
    Run run = lookup.run(ctx);
    Sweep sweep = lookup.sweepOf(run);
    if (sweep.status() != SweepStatus.RUNNING || run.status().isFinal()) {
      throw ApiException.conflict(
          "need an unfinished run of a sweep that is RUNNING, found one that is %s, its sweep %s"
              .formatted(run.status(), sweep.status()));
    }
    store.requestStop(new StopRequest(sweep.id(), run.id()));
    ctx.status(202);
    Answers.json(ctx, json.write(json.run(run, sweep)));
  }

  void delete(Context ctx) {
    answer(ctx, store.deleteRun(lookup.run(ctx).id()));
  }

  void undelete(Context ctx) {
    answer(ctx, store.undeleteRun(lookup.run(ctx).id()));
  }

  void tag(Context ctx) {
    Run run = lookup.run(ctx);
    Tag tag = bodies.tag(ctx);
    answer(ctx, store.tagRun(run.id(), tag.name(), tag.value()));
  }

  void untag(Context ctx) {
    Run run = lookup.run(ctx);
    answer(ctx, store.tagRun(run.id(), SweepBody.tag(ctx, "").name(), ""));
  }

  private void answer(Context ctx, Run run) {
    Answers.json(ctx, json.write(json.run(run, lookup.sweepOf(run))));
  }

  static String shortId(Run run) {
    return run.id().substring(0, Math.min(8, run.id().length()));
  }
}
