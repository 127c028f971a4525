package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.analysis.ComparedRun;
import dev.trawl.analysis.CurveSampling;
import dev.trawl.analysis.Disagreements;
import dev.trawl.analysis.Disagreements.Disagreement;
import dev.trawl.analysis.RunComparison;
import dev.trawl.sweep.Objective;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.wire.ComparisonJson;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers what sets runs of any sweeps beside each other. */
final class CompareApi {
  private final RunStore store;
  private final Pictures pictures;
  private final Lookup lookup;
  private final RecordJson json;

  CompareApi(RunStore store, Pictures pictures, RecordJson json) {
    this.store = store;
    this.pictures = pictures;
    this.json = json;
    lookup = new Lookup(store);
  }

  void show(Context ctx) {
    List<ComparedRun> runs = runs(ctx);
    RunComparison comparison = RunComparison.of(runs, baseline(ctx, runs));
    ComparisonJson answer = new ComparisonJson(json);
    Answers.json(ctx, json.write(answer.comparison(comparison, store::checkpoints)));
  }

  void metrics(Context ctx) {
    List<Run> runs = found(ctx);
    int most = RunApi.mostPoints(ctx);
    Map<String, Sweep> sweeps = new HashMap<>();
    String key =
        Optional.ofNullable(ctx.queryParam("key"))
            .or(() -> sweepOf(runs.get(0), sweeps).metric().map(Objective::name))
            .orElseThrow(
                () ->
                    ApiException.badRequest(
                        "need a key of the metrics, found no metric of the first run's sweep"));
    Map<String, List<Metric>> curves = new LinkedHashMap<>();
    for (Run run : runs) {
      List<Double> levels = RunApi.levels(key, sweepOf(run, sweeps).thresholds());
      List<Metric> curve = store.metrics(run.id(), Set.of(key));
      curves.put(run.id(), CurveSampling.sample(curve, most, levels));
    }
    Answers.json(ctx, json.write(json.sweepMetrics(key, curves)));
  }

  /** The images that the runs disagree on. */
  void images(Context ctx) {
    List<ComparedRun> runs = runs(ctx);
    Optional<Disagreements> found =
        Pictures.part(ctx)
            .map(part -> Disagreements.of(runs, part))
            .orElseGet(() -> Disagreements.of(runs));
    ObjectNode answer = json.node(Map.of());
    answer.put("part", found.map(Disagreements::part).map(Pictures::name).orElse(null));
    answer.put("images", found.map(Disagreements::images).orElse(0));
    answer.put("total", found.map(each -> each.found().size()).orElse(0));
    ArrayNode ids = answer.putArray("run_ids");
    ArrayNode list = answer.putArray("disagreements");
    answer.putNull("without_pictures");
    found.ifPresent(
        each -> {
          each.runs().forEach(place -> ids.add(runs.get(place).run().id()));
          Pictures.Album album = pictures.album(runs.get(each.runs().get(0)).sweep());
          answer.put("without_pictures", album.problem());
          Pictures.page(ctx, each.found())
              .forEach(image -> list.add(disagreement(each, image, album)));
        });
    Answers.json(ctx, json.write(answer));
  }

  private ObjectNode disagreement(Disagreements of, Disagreement image, Pictures.Album album) {
    ObjectNode node = json.node(image);
    if (image.label() == null) {
      node.put("label", album.label(of.part(), image.index()).orElse(null));
    }
    album.put(node, of.part(), image.index());
    return node;
  }

  private List<ComparedRun> runs(Context ctx) {
    Map<String, Sweep> sweeps = new HashMap<>();
    return found(ctx).stream()
        .map(run -> ComparedRun.of(sweepOf(run, sweeps), run, store, store))
        .toList();
  }

  private Sweep sweepOf(Run run, Map<String, Sweep> known) {
    return known.computeIfAbsent(run.sweepId(), id -> lookup.sweepOf(run));
  }

  /** The runs that a request names, each once, in its order. */
  private List<Run> found(Context ctx) {
    String text = ctx.queryParam("runs");
    List<String> names =
        text == null
            ? List.of()
            : Arrays.stream(text.split(",", -1)).map(String::strip).distinct().toList();
    if (names.isEmpty() || names.size() > RunComparison.MOST_RUNS) {
      throw ApiException.badRequest(
          "need the ids of 1 to %d runs, with commas between them, found %d"
              .formatted(RunComparison.MOST_RUNS, names.size()));
    }
    Map<String, Run> runs = new LinkedHashMap<>();
    for (String name : names) {
      Run run = lookup.run(name);
      runs.putIfAbsent(run.id(), run);
    }
    return new ArrayList<>(runs.values());
  }

  /** The place of the one that a request names; without a name the first. */
  private int baseline(Context ctx, List<ComparedRun> runs) {
    String name = ctx.queryParam("baseline");
    if (name == null) {
      return 0;
    }
    String id = lookup.run(name).id();
    for (int place = 0; place < runs.size(); place++) {
      if (runs.get(place).run().id().equals(id)) {
        return place;
      }
    }
    throw ApiException.badRequest("need a baseline that is one of the runs, found " + name);
  }
}
