package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views of the page under names. */
final class ViewApiTest {
  private static final String VIEWS = "/api/v1/views";

  private static Serving serving;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder).start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  private static HttpResponse<String> send(String method, String name, String body) {
    return serving.send(
        HttpRequest.newBuilder(serving.uri(VIEWS + "/" + name))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build());
  }

  private static JsonNode find(String name) {
    for (JsonNode view : serving.json(VIEWS)) {
      if (view.get("name").asText().equals(name)) {
        return view.get("query");
      }
    }
    return serving.json(VIEWS).path("none");
  }

  @Test
  void view_savedOverwrittenRenamedForgotten() {
    String path = "best%20of%2Flr%20%C3%A4";
    String name = "best of/lr ä";
    assertThat(send("PUT", path, "{\"query\": \"sort=a\"}").statusCode()).isEqualTo(200);
    HttpResponse<String> again = send("PUT", path, "{\"query\": \"sort=-b&x='\"}");

    assertThat(Serving.json(again).get("name").asText()).isEqualTo(name);
    assertThat(Serving.json(again).get("saved_at").asText()).startsWith("2026-01-02T");
    assertThat(find(name).asText()).isEqualTo("sort=-b&x='");

    HttpResponse<String> renamed = send("POST", path, "{\"name\": \"shortlist\"}");
    assertThat(renamed.statusCode()).isEqualTo(200);
    assertThat(find(name).isMissingNode()).isTrue();
    assertThat(find("shortlist").asText()).isEqualTo("sort=-b&x='");

    assertThat(send("DELETE", "shortlist", "").statusCode()).isEqualTo(200);
    assertThat(find("shortlist").isMissingNode()).isTrue();
    assertThat(send("DELETE", "shortlist", "").statusCode()).isEqualTo(404);
  }

  @Test
  void rename_toANameThatIsTaken_is409() {
    send("PUT", "one", "{\"query\": \"a=1\"}");
    send("PUT", "two", "{\"query\": \"a=2\"}");

    HttpResponse<String> refused = send("POST", "one", "{\"name\": \"two\"}");

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(Serving.json(refused).get("detail").asText())
        .isEqualTo("need a name that no view has, found two, which one has");
    assertThat(find("two").asText()).isEqualTo("a=2");
    assertThat(send("POST", "none", "{\"name\": \"x\"}").statusCode()).isEqualTo(404);
  }

  @Test
  void save_whatIsNoView_is400() {
    assertThat(send("PUT", "x", "{}").body()).contains("need query as a text, found none");
    assertThat(send("PUT", "%20", "{\"query\": \"\"}").statusCode()).isEqualTo(400);
    assertThat(send("PUT", "n".repeat(251), "{\"query\": \"\"}").body())
        .contains("need a view's name of at most 250 characters");
    assertThat(send("PUT", "x", "{\"query\": \"%s\"}".formatted("q".repeat(16_001))).body())
        .contains("need a view's query of at most 16,000 characters, found 16,001");
    send("PUT", "y", "{\"query\": \"\"}");
    assertThat(send("POST", "y", "{\"name\": \" z\"}").statusCode()).isEqualTo(400);
  }
}
