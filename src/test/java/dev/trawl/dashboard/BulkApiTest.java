package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many runs at once. */
final class BulkApiTest {
  private static Serving serving;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder).start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  private static List<String> ids(String runs) {
    return serving.json(runs).findValuesAsText("run_id");
  }

  private static String quoted(List<String> ids) {
    return "[\"" + String.join("\", \"", ids) + "\"]";
  }

  private static HttpResponse<String> post(String path, String body) {
    return serving.post(path, "application/json", body);
  }

  @Test
  void deleteAndUndelete_ofSomeRuns_areOneChange() {
    Sweep sweep = serving.recording.digits();
    serving.store.endSweep(sweep.id(), SweepStatus.STOPPED, "stopped by a person");
    String runs = "/api/v1/sweeps/" + sweep.id() + "/runs";
    List<String> all = ids(runs);
    List<String> some = all.subList(2, 5);

    HttpResponse<String> deleted = post(runs + "/delete", "{\"runs\": " + quoted(some) + "}");

    assertThat(deleted.statusCode()).isEqualTo(200);
    assertThat(deleted.body()).isEqualTo("{\"runs\":" + quoted(some).replace(" ", "") + "}");
    assertThat(ids(runs)).hasSize(all.size() - 3).doesNotContainAnyElementsOf(some);
    assertThat(ids(runs + "?deleted=true")).containsExactlyInAnyOrderElementsOf(some);
    assertThat(post(runs + "/undelete", deleted.body()).statusCode()).isEqualTo(200);
    assertThat(ids(runs)).isEqualTo(all);
  }

  @Test
  void delete_aRunThatTrains_deletesNone() {
    Sweep sweep = serving.recording.digits();
    String runs = "/api/v1/sweeps/" + sweep.id() + "/runs";
    List<String> all = ids(runs);

    HttpResponse<String> refused = post(runs + "/delete", "{\"runs\": " + quoted(all) + "}");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(Serving.json(refused).get("detail").asText()).endsWith("stop it first");
    assertThat(ids(runs)).isEqualTo(all);
  }

  @Test
  void tag_ofSomeRuns_isSetAndRemoved() {
    Sweep sweep = serving.recording.digits();
    String runs = "/api/v1/sweeps/" + sweep.id() + "/runs";
    String some = quoted(ids(runs).subList(0, 2));
    String body = "{\"runs\": %s, \"name\": \"team/short list\", \"value\": \"%s\"}";

    assertThat(post(runs + "/tag", body.formatted(some, "yes")).statusCode()).isEqualTo(200);

    JsonNode tagged = serving.json(runs);
    assertThat(tagged.at("/1/tags").get("team/short list").asText()).isEqualTo("yes");
    assertThat(tagged.at("/2/tags")).isEmpty();
    assertThat(post(runs + "/tag", body.formatted(some, "")).statusCode()).isEqualTo(200);
    assertThat(serving.json(runs).at("/1/tags")).isEmpty();
  }

  @Test
  void change_ofWhatCantBe_is400() {
    Sweep sweep = serving.recording.digits();
    String runs = "/api/v1/sweeps/" + sweep.id() + "/runs";
    List<String> bodies =
        List.of(
            "{}",
            "{\"runs\": []}",
            "{\"runs\": \"x\"}",
            "{\"runs\": [1]}",
            "{\"runs\": [\"none\"]}",
            "{\"rus\": []}");
    for (String path : List.of("/delete", "/undelete")) {
      for (String body : bodies) {
        HttpResponse<String> refused = post(runs + path, body);
        assertThat(refused.statusCode()).as(body).isEqualTo(400);
        assertThat(Serving.json(refused).get("detail").asText()).startsWith("need ");
      }
    }
    HttpResponse<String> tooMany =
        post(runs + "/delete", "{\"runs\": " + quoted(Collections.nCopies(1001, "x")) + "}");
    assertThat(tooMany.statusCode()).isEqualTo(400);
    assertThat(Serving.json(tooMany).get("detail").asText())
        .isEqualTo("need 1 to 1000 runs, found 1001");
    String nameless = "{\"runs\": %s, \"name\": \" \", \"value\": \"x\"}";
    String some = quoted(ids(runs).subList(0, 1));
    assertThat(post(runs + "/tag", nameless.formatted(some)).statusCode()).isEqualTo(400);
    assertThat(post("/api/v1/sweeps/none/runs/delete", "{}").statusCode()).isEqualTo(404);
  }
}
