package dev.trawl.dashboard;

import dev.trawl.track.Run;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunStore;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;

/** Answers what runs wrote while they trained. */
final class RunLogApi {
  private final RunStore store;
  private final Lookup lookup;
  private final RecordJson json;

  RunLogApi(RunStore store, RecordJson json) {
    this.store = store;
    this.json = json;
    lookup = new Lookup(store);
  }

  void show(Context ctx) {
    Run run = lookup.run(ctx);
    Answers.json(ctx, json.write(json.log(run.id(), log(run))));
  }

  /** The same as a file of plain text. */
  void file(Context ctx) {
    Run run = lookup.run(ctx);
    String name = "run-%d-%s.log".formatted(run.number(), RunApi.shortId(run));
    ctx.header("Content-Disposition", "attachment; filename=\"%s\"".formatted(name));
    ctx.contentType("text/plain; charset=utf-8");
    ctx.result(log(run).text().getBytes(StandardCharsets.UTF_8));
  }

  private RunLog log(Run run) {
    return store.log(run.id()).orElse(RunLog.EMPTY);
  }
}
