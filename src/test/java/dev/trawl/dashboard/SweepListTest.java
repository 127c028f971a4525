package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.track.Sweep;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of sweeps, in parts, over a real server. */
final class SweepListTest {
  private static Serving serving;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder);
    Sweep digits = serving.recording.digits();
    serving.store.tagSweep(digits.id(), "team", "Vision");
    serving.recording.ownLoop();
    serving.start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  private static List<String> names(String query) {
    List<String> names = new ArrayList<>();
    for (JsonNode sweep : serving.json("/api/v1/sweeps" + query)) {
      names.add(sweep.get("name").asText());
    }
    return names;
  }

  @Test
  void list_searchedOrFiltered_hasWhatHoldsForAllThatIsAsked() {
    assertThat(names("")).containsExactlyInAnyOrder("digits", "own-loop");
    assertThat(names("?q=LEARNING+small")).containsExactly("digits");
    assertThat(names("?q=vision")).containsExactly("digits");
    assertThat(names("?q=null")).as("own-loop has no description").isEmpty();
    assertThat(names("?tag=team&method=random&dataset=mnist")).containsExactly("digits");
    assertThat(names("?method=external")).containsExactly("own-loop");
    assertThat(names("?tag=team&method=external")).isEmpty();
    assertThat(names("?project=nobody")).isEmpty();
  }

  @Test
  void list_ofAPart_isOrderedAndSaysHowManyThereAre() {
    assertThat(names("?sort=name")).containsExactly("digits", "own-loop");
    assertThat(names("?sort=-name&limit=1")).containsExactly("own-loop");
    assertThat(names("?sort=-name&limit=1&offset=1")).containsExactly("digits");
    HttpResponse<String> response = serving.get("/api/v1/sweeps?limit=1&offset=9");
    assertThat(response.headers().firstValue("Trawl-Total")).contains("2");
    assertThat(response.body()).isEqualTo("[]");
  }

  @Test
  void list_withTheBest_hasEachSweepsBestRunBesideIt() {
    for (JsonNode sweep : serving.json("/api/v1/sweeps?best=true")) {
      JsonNode id = sweep.get("best_run_id");
      assertThat(id.isNull()).isEqualTo(sweep.get("name").asText().equals("own-loop"));
      assertThat(sweep.get("best_run"))
          .isEqualTo(id.isNull() ? id : record(serving.json("/api/v1/sweeps/digits/runs"), id));
    }
    assertThat(serving.json("/api/v1/sweeps").get(0).has("best_run")).isFalse();
  }

  private static JsonNode record(JsonNode runs, JsonNode id) {
    for (JsonNode run : runs) {
      if (run.get("run_id").equals(id)) {
        return run;
      }
    }
    throw new AssertionError("need run %s, found %s".formatted(id, runs));
  }

  @Test
  void list_unknownStatusOrOrder_saysWhichThereAre() {
    HttpResponse<String> response = serving.get("/api/v1/sweeps?status=FINISHD");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body()).contains("found FINISHD (did you mean FINISHED?)");
    assertThat(serving.get("/api/v1/sweeps?sort=nam").statusCode()).isEqualTo(400);
  }

  @Test
  void choices_haveWhatSweepsCanBeFilteredBy() {
    assertThat(serving.json("/api/v1/sweep-choices").toString())
        .isEqualTo(
            "{\"projects\":[],\"datasets\":[\"mnist\"],\"methods\":[\"external\",\"random\"],"
                + "\"tags\":[\"team\"]}");
  }
}
