package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people do to records: tags, notes, deleting and bringing back. */
final class TagsAndDeletingTest {
  private static Serving serving;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder).start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  private static HttpResponse<String> delete(String path) {
    return serving.send(HttpRequest.newBuilder(serving.uri("/api/v1/" + path)).DELETE().build());
  }

  private static HttpResponse<String> undelete(String path) {
    return serving.post("/api/v1/" + path + "/undelete", "application/json", "");
  }

  private static HttpResponse<String> put(String path, String value) {
    String body = JsonNodeFactory.instance.objectNode().put("value", value).toString();
    return serving.send(
        HttpRequest.newBuilder(serving.uri("/api/v1/" + path))
            .header("Content-Type", "application/json")
            .PUT(BodyPublishers.ofString(body))
            .build());
  }

  private static Sweep ended() {
    return serving.store.endSweep(
        serving.recording.digits().id(), SweepStatus.STOPPED, "stopped by a person");
  }

  @Test
  void tag_ofARunAndASweep_isSetAndRemoved() {
    Sweep sweep = serving.recording.digits();
    for (String path : new String[] {"sweeps/" + sweep.id(), "runs/" + sweep.bestRunId()}) {
      HttpResponse<String> note = put(path + "/tags/note", "zwei\nZeilen — \"ä\"");
      HttpResponse<String> nested = put(path + "/tags/team/by%20name", "ada");

      assertThat(note.statusCode()).isEqualTo(200);
      JsonNode tags = Serving.json(nested).get("tags");
      assertThat(tags.get("note").asText()).isEqualTo("zwei\nZeilen — \"ä\"");
      assertThat(tags.get("team/by name").asText()).isEqualTo("ada");
      assertThat(serving.json("/api/v1/" + path).get("tags")).isEqualTo(tags);
      JsonNode left = Serving.json(delete(path + "/tags/team/by%20name")).get("tags");
      assertThat(left).hasSize(1);
    }
  }

  @Test
  void tag_thatIsNone_is400() {
    Sweep sweep = serving.recording.digits();
    HttpResponse<String> tooLong = put("sweeps/" + sweep.id() + "/tags/x", "y".repeat(8001));
    HttpResponse<String> noValue =
        serving.send(
            HttpRequest.newBuilder(serving.uri("/api/v1/sweeps/" + sweep.id() + "/tags/x"))
                .header("Content-Type", "application/json")
                .PUT(BodyPublishers.ofString("{}"))
                .build());

    assertThat(tooLong.statusCode()).isEqualTo(400);
    assertThat(Serving.json(tooLong).get("detail").asText())
        .isEqualTo("need a tag's text of at most 8000 characters for x, found 8001");
    assertThat(noValue.statusCode()).isEqualTo(400);
    assertThat(noValue.body()).contains("need value as a text, found none");
  }

  @Test
  void delete_endedSweep_isOnlyAmongTheDeletedUntilItIsBack() {
    Sweep sweep = ended();

    HttpResponse<String> deleted = delete("sweeps/" + sweep.id());

    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(Serving.json(deleted).get("deleted_at").asText()).startsWith("2026-01-02T");
    assertThat(serving.json("/api/v1/sweeps").findValuesAsText("sweep_id"))
        .doesNotContain(sweep.id());
    assertThat(serving.json("/api/v1/sweeps?deleted=true").findValuesAsText("sweep_id"))
        .contains(sweep.id());
    assertThat(serving.json("/api/v1/sweeps/" + sweep.id()).get("deleted_at").isNull()).isFalse();

    JsonNode back = Serving.json(undelete("sweeps/" + sweep.id()));
    assertThat(back.get("deleted_at").isNull()).isTrue();
    assertThat(serving.json("/api/v1/sweeps").findValuesAsText("sweep_id")).contains(sweep.id());
  }

  @Test
  void delete_run_isOnlyAmongTheDeletedUntilItIsBack() {
    Sweep sweep = ended();
    Run run = serving.store.runs(sweep.id(), RunQuery.ALL.withLimit(1)).get(0);
    String runs = "/api/v1/sweeps/" + sweep.id() + "/runs";

    assertThat(delete("runs/" + run.id()).statusCode()).isEqualTo(200);

    assertThat(serving.json(runs)).hasSize(10);
    assertThat(serving.json(runs + "?deleted=true").findValuesAsText("run_id"))
        .containsExactly(run.id());
    assertThat(serving.json("/api/v1/runs/" + run.id()).get("deleted_at").isNull()).isFalse();
    assertThat(undelete("runs/" + run.id()).statusCode()).isEqualTo(200);
    assertThat(serving.json(runs)).hasSize(11);
  }

  @Test
  void delete_whatIsRunning_is409() {
    Sweep sweep = serving.recording.digits();
    String running =
        serving
            .json("/api/v1/sweeps/" + sweep.id() + "/runs?sort=-number&limit=1")
            .at("/0/run_id")
            .asText();
    for (String path : new String[] {"sweeps/" + sweep.id(), "runs/" + running}) {
      HttpResponse<String> response = delete(path);
      assertThat(response.statusCode()).isEqualTo(409);
      assertThat(Serving.json(response).get("detail").asText()).endsWith("stop it first");
    }
    assertThat(delete("runs/none").statusCode()).isEqualTo(404);
    assertThat(serving.get("/api/v1/sweeps?deleted=maybe").statusCode()).isEqualTo(400);
  }

  @Test
  void delete_fromAnotherOrigin_is403() {
    Sweep sweep = ended();
    HttpResponse<String> response =
        serving.send(
            HttpRequest.newBuilder(serving.uri("/api/v1/sweeps/" + sweep.id()))
                .header("Origin", "http://evil.example")
                .DELETE()
                .build());
    assertThat(response.statusCode()).isEqualTo(403);
    assertThat(serving.store.sweep(sweep.id()).orElseThrow().info().deletedAt()).isNull();
  }
}
