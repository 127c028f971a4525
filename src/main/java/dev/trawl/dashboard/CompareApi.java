package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.analysis.ComparedRun;
import dev.trawl.analysis.CurveSampling;
import dev.trawl.analysis.Disagreements;
import dev.trawl.analysis.Disagreements.Disagreement;
import dev.trawl.analysis.RunComparison;
import dev.trawl.sweep.Objective;
import dev.trawl.track.DamagedRecordException;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.wire.ComparisonJson;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
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
    Named named = named(ctx);
    List<ComparedRun> runs = compared(named.found());
    RunComparison comparison = RunComparison.of(runs, baseline(ctx, named));
    ObjectNode answer = new ComparisonJson(json).comparison(comparison, store::checkpoints);
    ArrayNode gone = answer.putArray("gone");
    named.gone().forEach((name, reason) -> gone.addObject().put("run", name).put("reason", reason));
    Answers.json(ctx, json.write(answer));
  }

  void metrics(Context ctx) {
    List<Run> runs = named(ctx).found();
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
    List<ComparedRun> runs = compared(named(ctx).found());
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
    Optional<Integer> label =
        Optional.ofNullable(image.label()).or(() -> album.label(of.part(), image.index()));
    ObjectNode node =
        json.node(
            new Disagreement(
                image.index(),
                label.orElse(null),
                image.answers().stream()
                    .map(answer -> label.map(answer::judged).orElse(answer))
                    .toList()));
    album.put(node, of.part(), image.index());
    return node;
  }

  private List<ComparedRun> compared(List<Run> runs) {
    Map<String, Sweep> sweeps = new HashMap<>();
    return runs.stream()
        .map(run -> ComparedRun.of(sweepOf(run, sweeps), run, store, store))
        .toList();
  }

  private Sweep sweepOf(Run run, Map<String, Sweep> known) {
    return known.computeIfAbsent(run.sweepId(), id -> lookup.sweepOf(run));
  }

  /**
   * The runs that a request names.
   *
   * @param found each once, in the request's order
   * @param gone why the others can't be shown, by how they are named
   */
  private record Named(List<Run> found, Map<String, String> gone) {}

  /** A link outlives runs that it names: what is left is compared. */
  private Named named(Context ctx) {
    String text = ctx.queryParam("runs");
    List<String> names =
        text == null
            ? List.of()
            : Arrays.stream(text.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty()) // The page leaves a place that a run had.
                .distinct()
                .toList();
    if (names.isEmpty() || names.size() > RunComparison.MOST_RUNS) {
      throw ApiException.badRequest(
          "need the ids of 1 to %d runs, with commas between them, found %d"
              .formatted(RunComparison.MOST_RUNS, names.size()));
    }
    Map<String, Run> runs = new LinkedHashMap<>();
    Map<String, String> gone = new LinkedHashMap<>();
    for (String name : names) {
      find(name, gone).ifPresent(run -> runs.putIfAbsent(run.id(), run));
    }
    if (runs.isEmpty()) {
      names.forEach(lookup::find); // says of a prefix that several have that it is one
      throw ApiException.notFound(
          "need a run's id or a prefix of it, found " + String.join(", ", names));
    }
    return new Named(List.copyOf(runs.values()), gone);
  }

  private Optional<Run> find(String name, Map<String, String> gone) {
    try {
      List<Run> found = store.findRuns(name);
      if (found.size() != 1) {
        gone.put(
            name,
            found.isEmpty()
                ? "no run has this id: it was erased, or is in another database"
                : "%d runs' ids begin so".formatted(found.size()));
        return Optional.empty();
      }
      return Optional.of(found.get(0));
    } catch (DamagedRecordException e) {
      gone.put(name, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  /**
   * The place of the one that a request names; of the first where it names none, or one that is
   * gone.
   */
  private int baseline(Context ctx, Named named) {
    String name = ctx.queryParam("baseline");
    Optional<Run> wanted =
        name == null || name.isBlank() ? Optional.empty() : find(name, named.gone());
    if (wanted.isEmpty()) {
      return 0;
    }
    List<String> ids = named.found().stream().map(Run::id).toList();
    int place = ids.indexOf(wanted.get().id());
    if (place < 0) {
      throw ApiException.badRequest("need a baseline that is one of the runs, found " + name);
    }
    return place;
  }
}
