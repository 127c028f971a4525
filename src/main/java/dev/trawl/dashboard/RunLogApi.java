package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.track.Artifact;
import dev.trawl.track.Run;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunStore;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Answers what runs wrote while they trained, and what that took. */
final class RunLogApi {
  private final RunStore store;
  private final Lookup lookup;
  private final RecordJson json;
  private final JsonArtifacts artifacts;

  RunLogApi(RunStore store, RecordJson json) {
    this.store = store;
    this.json = json;
    artifacts = new JsonArtifacts(store);
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

  /**
   * What the process used of the machine while it trained the run; no samples where that is not
   * known.
   */
  void process(Context ctx) {
    Run run = lookup.run(ctx);
    ObjectNode answer = json.node(Map.of("run_id", run.id()));
    answer.setAll(artifacts.withList(run, Artifact.PROCESS, "samples"));
    answer.put("run_id", run.id());
    Answers.json(ctx, json.write(answer));
  }

  private RunLog log(Run run) {
    return store.log(run.id()).orElse(RunLog.EMPTY);
  }
}
