package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Adjustment;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.Tag;
import dev.trawl.wire.RecordJson;
import dev.trawl.wire.RunRows;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers what concerns sweeps. */
final class SweepApi {
  /** How many runs there are in all where a list is one part of them. */
  static final String TOTAL = "Trawl-Total";

  private final RunStore store;
  private final SweepFiles files;
  private final @Nullable SweepLauncher launcher;
  private final Launches<Sweep> launches;
  private final Lookup lookup;
  private final RecordJson json;
  private final SweepBody bodies;

  SweepApi(
      RunStore store,
      SweepFiles files,
      @Nullable SweepLauncher launcher,
      Launches<Sweep> launches,
      RecordJson json,
      SweepBody bodies) {
    this.store = store;
    this.files = files;
    this.launcher = launcher;
    this.launches = launches;
    this.json = json;
    lookup = new Lookup(store);
    this.bodies = bodies;
  }

  void list(Context ctx) {
    List<Sweep> sweeps = Lookup.flag(ctx, "deleted") ? store.deletedSweeps() : store.sweeps();
    SweepQuery query = SweepQuery.of(ctx);
    boolean withBest = Lookup.flag(ctx, "best");
    List<Sweep> found = query.of(sweeps);
    ctx.header(TOTAL, Integer.toString(found.size()));
    Answers.json(
        ctx,
        json.write(
            query.page(found).stream()
                .map(sweep -> withBest ? withBest(sweep) : json.sweep(sweep))
                .toList()));
  }

  /**
   * A sweep with its best run's record, null without one, so that a list needs no other request.
   */
  private ObjectNode withBest(Sweep sweep) {
    ObjectNode none = null;
    ObjectNode best =
        Optional.ofNullable(sweep.bestRunId())
            .flatMap(store::run)
            .map(run -> json.run(run, sweep))
            .orElse(none);
    return json.sweep(sweep).set("best_run", best);
  }

  /** What a list of sweeps can be filtered by. */
  void choices(Context ctx) {
    Answers.json(ctx, json.write(SweepChoices.of(store.sweeps())));
  }

  void show(Context ctx) {
    answer(ctx, 200, lookup.sweep(ctx));
  }

  void runs(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    RunQuery query = Lookup.query(ctx);
    boolean deleted = Lookup.flag(ctx, "deleted");
    List<Run> runs = deleted ? store.deletedRuns(sweep.id(), query) : store.runs(sweep.id(), query);
    ctx.header(TOTAL, Integer.toString(total(sweep, query, deleted, runs.size())));
    Answers.json(ctx, json.write(runs.stream().map(run -> json.run(run, sweep)).toList()));
  }

  /** How many runs there are in all where a page has {@code found}. */
  private int total(Sweep sweep, RunQuery query, boolean deleted, int found) {
    boolean isAll = query.offset() == 0 && found < query.limit();
    return isAll ? found : store.countRuns(sweep.id(), query, deleted);
  }

  void csv(Context ctx) {
    file(ctx, RunRows.Format.CSV, "text/csv; charset=utf-8; header=present", "csv");
  }

  void jsonLines(Context ctx) {
    file(ctx, RunRows.Format.JSONL, "application/x-ndjson", "jsonl");
  }

  private void file(Context ctx, RunRows.Format format, String type, String ending) {
    Sweep sweep = lookup.sweep(ctx);
    boolean history = Lookup.flag(ctx, "history");
    RunRows rows = new RunRows(store, json, sweep, Lookup.query(ctx), history);
    Answers.attachment(
        ctx, "%s-%s.%s".formatted(sweep.name(), history ? "epochs" : "runs", ending));
    ctx.contentType(type);
    Answers.stream(ctx, Answers.stream(DamageNotice.counted(ctx, store, rows.chunks(format))));
  }

  void start(Context ctx) throws RefusedException {
    SweepSource source = bodies.source(ctx);
    SweepSpec spec = read(source).spec();
    SweepLauncher starts = launcher();
    answer(ctx, 201, launches.launch(spec.title().name(), () -> starts.start(source, spec)));
  }

  void resume(Context ctx) throws RefusedException {
    Sweep sweep = lookup.sweep(ctx);
    if (sweep.status() == SweepStatus.FINISHED) {
      throw ApiException.conflict(
          "need a sweep that has something left to train, found one that is FINISHED");
    }
    if (sweep.isExternal()) {
      throw ApiException.conflict(
          "need a sweep that Trawl trains, found one whose runs a program trains in its own loop");
    }
    SweepSpec spec = read(Adjustment.changed(sweep.source(), store.adjustments(sweep.id()))).spec();
    SweepLauncher starts = launcher();
    answer(ctx, 202, launches.launch(sweep.name(), () -> starts.resume(sweep, spec)));
  }

  /** A JSON object: a value for each key, dotted or nested. */
  void set(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    List<String> changes = bodies.changes(ctx);
    try {
      new SweepAdjustment(store, files).ask(sweep, changes, "the page");
    } catch (InvalidSweepException e) {
      throw ApiException.invalidChanges(e);
    } catch (RefusedChangeException e) {
      throw ApiException.conflict(String.valueOf(e.getMessage()));
    }
    answer(ctx, 202, sweep);
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

  void delete(Context ctx) {
    answer(ctx, 200, store.deleteSweep(lookup.sweep(ctx).id()));
  }

  void undelete(Context ctx) {
    answer(ctx, 200, store.undeleteSweep(lookup.sweep(ctx).id()));
  }

  void tag(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    Tag tag = bodies.tag(ctx);
    answer(ctx, 200, store.tagSweep(sweep.id(), tag.name(), tag.value()));
  }

  void untag(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    answer(ctx, 200, store.tagSweep(sweep.id(), SweepBody.tag(ctx, "").name(), ""));
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
          "need a server that starts sweeps, such as ./trawl serve, found one that only shows"
              + " them");
    }
    return launcher;
  }

  /** The sweep; or 202 and what is known of it while its data are fetched. */
  private void answer(Context ctx, int status, Launches.Launch<Sweep> launch) {
    Sweep sweep = launch.result();
    if (sweep != null) {
      answer(ctx, status, sweep);
    } else {
      ctx.status(202);
      Answers.json(ctx, json.write(ServerApi.StartingSweep.of(launch)));
    }
  }

  private void answer(Context ctx, int status, Sweep sweep) {
    ctx.status(status);
    Answers.json(ctx, json.write(json.sweepInFull(sweep, store.adjustments(sweep.id()))));
  }
}
