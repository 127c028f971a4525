package dev.trawl.dashboard;

import dev.trawl.analysis.CurveSampling;
import dev.trawl.analysis.Diagnosis;
import dev.trawl.analysis.Importance;
import dev.trawl.analysis.RecordJson;
import dev.trawl.sweep.InvalidSweepException;
import dev.trawl.sweep.Method;
import dev.trawl.sweep.SweepFiles;
import dev.trawl.sweep.SweepSource;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import io.javalin.http.Context;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Answers what concerns sweeps. */
final class SweepApi {
  private final RunStore store;
  private final SweepFiles files;
  private final @Nullable SweepLauncher launcher;
  private final Lookup lookup;
  private final RecordJson json;
  private final SweepBody bodies;

  SweepApi(RunStore store, SweepFiles files, @Nullable SweepLauncher launcher, RecordJson json) {
    this.store = store;
    this.files = files;
    this.launcher = launcher;
    this.json = json;
    lookup = new Lookup(store);
    bodies = new SweepBody(json);
  }

  void list(Context ctx) {
    Answers.json(ctx, json.write(store.sweeps().stream().map(json::sweep).toList()));
  }

  void show(Context ctx) {
    answer(ctx, 200, lookup.sweep(ctx));
  }

  void runs(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    List<Run> runs = store.runs(sweep.id(), Lookup.query(ctx));
    Answers.json(
        ctx, json.write(runs.stream().map(run -> json.run(run, sweep.dataset())).toList()));
  }

  void metrics(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    String key = Objects.requireNonNullElse(ctx.queryParam("key"), sweep.metric().name());
    int most = RunApi.mostPoints(ctx);
    List<Double> levels = RunApi.levels(key, sweep.thresholds());
    Map<String, List<Metric>> curves = store.sweepMetrics(sweep.id(), key);
    curves.replaceAll((run, curve) -> CurveSampling.sample(curve, most, levels));
    Answers.json(ctx, json.write(json.sweepMetrics(key, curves)));
  }

  void importance(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    List<Run> runs = store.runs(sweep.id(), RunQuery.ALL);
    Answers.json(ctx, json.write(json.importance(Importance.of(sweep, runs))));
  }

  void diagnosis(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    List<Run> runs = store.runs(sweep.id(), RunQuery.ALL);
    Map<String, List<Metric>> curves = store.sweepMetrics(sweep.id(), Metric.VAL_ACCURACY);
    Answers.json(ctx, json.write(json.diagnosis(Diagnosis.of(sweep, runs, curves))));
  }

  void check(Context ctx) {
    SweepSource source = bodies.source(ctx);
    try {
      Answers.json(ctx, json.write(SweepCheck.valid(files.read(source))));
    } catch (InvalidSweepException e) {
      Answers.json(ctx, json.write(SweepCheck.invalid(e.problems())));
    }
  }

  void start(Context ctx) throws RefusedException {
    SweepSource source = bodies.source(ctx);
    SweepFiles.Checked checked = read(source);
    answer(ctx, 201, launcher().start(source, checked.spec()));
  }

  void resume(Context ctx) throws RefusedException {
    Sweep sweep = lookup.sweep(ctx);
    if (sweep.status() == SweepStatus.FINISHED) {
      throw ApiException.conflict(
          "need a sweep that has something left to train, found one that is FINISHED");
    }
    if (sweep.method() == Method.EXTERNAL) {
      throw ApiException.conflict(
          "need a sweep that Trawl trains, found one whose runs a program trains in its own loop");
    }
    answer(ctx, 202, launcher().resume(sweep, read(sweep.source()).spec()));
  }

  void stop(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    if (sweep.status() != SweepStatus.RUNNING) {
      throw ApiException.conflict(
          "need a sweep that is RUNNING, found one that is " + sweep.status());
    }
    store.requestStop(new StopRequest(sweep.id(), null));
    answer(ctx, 202, sweep);
  }

  private SweepFiles.Checked read(SweepSource source) {
    try {
      return files.read(source);
    } catch (InvalidSweepException e) {
      throw ApiException.invalid(e);
    }
  }

  private SweepLauncher launcher() {
    if (launcher == null) {
      throw ApiException.of(
          501,
          "This server only shows",
          "need a server that runs sweeps, found one that shows what is recorded");
    }
    return launcher;
  }

  private void answer(Context ctx, int status, Sweep sweep) {
    ctx.status(status);
    Answers.json(ctx, json.write(json.sweep(sweep)));
  }
}
