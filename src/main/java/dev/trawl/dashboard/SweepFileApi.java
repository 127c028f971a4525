package dev.trawl.dashboard;

import dev.trawl.analysis.AgainFile;
import dev.trawl.analysis.Reproduction;
import dev.trawl.analysis.RunDiagnosis;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import org.jspecify.annotations.Nullable;

/** Answers what concerns sweep files that are being written. */
final class SweepFileApi {
  private final RunStore store;
  private final SweepFiles files;
  private final SweepFileHelp help;
  private final Lookup lookup;
  private final RecordJson json;
  private final SweepBody bodies;

  SweepFileApi(
      RunStore store, SweepFiles files, SweepFileHelp help, RecordJson json, SweepBody bodies) {
    this.store = store;
    this.files = files;
    this.help = help;
    this.json = json;
    this.bodies = bodies;
    lookup = new Lookup(store);
  }

  /** The same for as long as the server runs. */
  void schema(Context ctx) {
    Answers.json(ctx, json.write(help.schema()));
  }

  void check(Context ctx) throws RefusedException, InterruptedException {
    boolean estimates = Lookup.flag(ctx, "estimate");
    SweepSource source = bodies.source(ctx);
    try {
      SweepFiles.Checked checked = files.read(source);
      SweepCheck.Data data = estimates ? help.estimate(source, checked.spec()) : null;
      Answers.json(ctx, json.write(SweepCheck.valid(checked, data)));
    } catch (InvalidSweepException e) {
      Answers.json(ctx, json.write(SweepCheck.invalid(e.problems())));
    }
  }

  /** The file to begin another sweep with; of a run with what its diagnosis says to change. */
  void again(Context ctx) {
    Sweep sweep = lookup.sweep(ctx);
    if (sweep.isExternal()) {
      throw ApiException.conflict(
          "need a sweep that Trawl trains, found one whose runs a program trains in its own loop");
    }
    long number = Lookup.number(ctx.queryParam("run"), "run", 1, Integer.MAX_VALUE, 0);
    Run run = number == 0 ? null : run(sweep, number);
    String name = "%s (%s)".formatted(sweep.name(), Reproduction.shortId(sweep.id()));
    SweepSource source = Adjustment.changed(sweep.source(), store.adjustments(sweep.id()));
    AgainFile file = new AgainFile(files, name, source);
    String text =
        run == null
            ? file.ofSweep()
            : file.ofRun(run.number(), run.parameters(), RunDiagnosis.of(store, files, sweep, run));
    Answers.json(ctx, json.write(new Again(sweep.id(), run == null ? null : run.number(), text)));
  }

  private Run run(Sweep sweep, long number) {
    return store.runs(sweep.id(), RunQuery.ofNumber((int) number).withLimit(1)).stream()
        .findFirst()
        .orElseThrow(
            () ->
                ApiException.notFound(
                    "need a run of %s, found %d".formatted(sweep.name(), number)));
  }

  /**
   * A file to begin another sweep with.
   *
   * @param run whose parameters are fixed; null for the whole sweep
   */
  private record Again(String sweepId, @Nullable Integer run, String text) {}
}
