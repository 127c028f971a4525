package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.track.Artifact;
import dev.trawl.track.Run;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a program may have stored under the names that Trawl uses. */
final class JsonArtifactsTest {
  @Test
  void answers_ofFilesThatTrawlDidNotWrite_areEmptyLists(@TempDir Path folder) {
    try (Serving serving = new Serving(folder).start()) {
      Run run = serving.recording.ownLoop();
      String path = "/api/v1/runs/" + run.id();
      String others = "{\"run_id\": \"x\", \"samples\": 1, \"labels\": {}, \"rounds\": null}";
      for (String content : List.of("[1]", "no JSON", "", "null", others)) {
        for (String name :
            List.of(Artifact.PROCESS, Artifact.FEDERATED_CLIENTS, Artifact.FEDERATED_ROUNDS)) {
          serving.store.putArtifact(run.id(), name, content.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(serving.json(path + "/process").toString())
            .as(content)
            .isEqualTo("{\"run_id\":\"%s\",\"samples\":[]}".formatted(run.id()));
        assertThat(serving.json(path + "/federated").toString())
            .as(content)
            .isEqualTo("{\"run_id\":\"%s\",\"labels\":[],\"rounds\":[]}".formatted(run.id()));
      }
      serving.store.putArtifact(
          run.id(),
          Artifact.PROCESS,
          "{\"run_id\": \"x\", \"samples\": [2]}".getBytes(StandardCharsets.UTF_8));
      JsonNode process = serving.json(path + "/process");
      assertThat(process.get("run_id").asText()).isEqualTo(run.id());
      assertThat(process.at("/samples/0").asInt()).isEqualTo(2);
    }
  }
}
