package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Answers what changes many runs of a sweep at once: of {@code {"runs": [ID, …]}} all of them or,
 * where one can't be, none. The answer names them again. At most {@value #MOST}: nothing else is
 * recorded meanwhile.
 */
final class BulkApi {
  private static final int MOST = 1000;

  private final RunStore store;
  private final Lookup lookup;
  private final RecordJson json;
  private final SweepBody bodies;

  BulkApi(RunStore store, RecordJson json, SweepBody bodies) {
    this.store = store;
    this.json = json;
    this.bodies = bodies;
    lookup = new Lookup(store);
  }

  void delete(Context ctx) {
    change(ctx, bodies.object(ctx, "runs"), store::deleteRuns);
  }

  void undelete(Context ctx) {
    change(ctx, bodies.object(ctx, "runs"), store::undeleteRuns);
  }

  /** Sets the tag {@code name}; an empty {@code value} removes it. */
  void tag(Context ctx) {
    JsonNode body = bodies.object(ctx, "runs", "name", "value");
    String name = SweepBody.text("name", body.path("name"));
    String value = SweepBody.text("value", body.path("value"));
    change(ctx, body, (sweepId, runs) -> store.tagRuns(sweepId, runs, name, value));
  }

  private interface Change {
    void apply(String sweepId, List<String> runs);
  }

  private void change(Context ctx, JsonNode body, Change change) {
    Sweep sweep = lookup.sweep(ctx);
    List<String> runs = runs(body.path("runs"));
    try {
      change.apply(sweep.id(), runs);
    } catch (IllegalArgumentException e) {
      throw ApiException.badRequest(String.valueOf(e.getMessage()));
    }
    Answers.json(ctx, json.write(Map.of("runs", runs)));
  }

  private static List<String> runs(JsonNode node) {
    if (!node.isArray()) {
      throw ApiException.badRequest(
          "need runs as a list of ids, found " + (node.isMissingNode() ? "none" : node));
    }
    if (node.isEmpty() || node.size() > MOST) {
      throw ApiException.badRequest("need 1 to %d runs, found %d".formatted(MOST, node.size()));
    }
    List<String> runs = new ArrayList<>();
    node.forEach(id -> runs.add(SweepBody.text("each of runs", id)));
    return runs;
  }
}
