package dev.trawl.dashboard;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.track.Artifact;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.wire.RecordJson;
import io.javalin.http.Context;
import java.util.Map;

/** Answers what federated runs have of their own. */
final class FederatedApi {
  private final JsonArtifacts artifacts;
  private final RecordJson json;
  private final Lookup lookup;

  FederatedApi(RunStore store, RecordJson json) {
    artifacts = new JsonArtifacts(store);
    this.json = json;
    lookup = new Lookup(store);
  }

  /** Which labels each client has, and who took part in each round; nothing for another run. */
  void show(Context ctx) {
    Run run = lookup.run(ctx);
    ObjectNode answer = json.node(Map.of("run_id", run.id()));
    answer.set("labels", list(run, Artifact.FEDERATED_CLIENTS, "labels"));
    answer.set("rounds", rounds(run));
    Answers.json(ctx, json.write(answer));
  }

  private ArrayNode rounds(Run run) {
    ArrayNode rounds = json.mapper().createArrayNode();
    JsonNode some = list(run, Artifact.FEDERATED_ROUNDS, "rounds");
    for (int first = 1; !some.isEmpty(); ) {
      some.forEach(rounds::add);
      first += Artifact.ROUNDS_OF_A_FILE;
      some = list(run, Artifact.federatedRounds(first), "rounds");
    }
    return rounds;
  }

  private JsonNode list(Run run, String path, String key) {
    return artifacts.withList(run, path, key).get(key);
  }
}
