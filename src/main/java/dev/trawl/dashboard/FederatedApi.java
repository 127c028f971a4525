package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.track.Artifact;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** Answers what federated runs have of their own. */
final class FederatedApi {
  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonNode NONE = none();

  private final RunStore store;
  private final RecordJson json;
  private final Lookup lookup;

  FederatedApi(RunStore store, RecordJson json) {
    this.store = store;
    this.json = json;
    lookup = new Lookup(store);
  }

  private static JsonNode none() {
    ObjectNode none = JSON.createObjectNode();
    none.putArray("labels");
    none.putArray("rounds");
    return none;
  }

  /** Which labels each client has, and who took part in each round; nothing for another run. */
  void show(Context ctx) {
    Run run = lookup.run(ctx);
    ObjectNode answer = json.node(Map.of("run_id", run.id()));
    answer.set("labels", file(run, Artifact.FEDERATED_CLIENTS).at("/labels"));
    answer.set("rounds", file(run, Artifact.FEDERATED_ROUNDS).at("/rounds"));
    Answers.json(ctx, json.write(answer));
  }

  /** What one of its files has; of another run nothing, in the same form. */
  private JsonNode file(Run run, String path) {
    try (InputStream content = store.openArtifact(run.id(), path).orElse(null)) {
      return content == null ? NONE : JSON.readTree(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
