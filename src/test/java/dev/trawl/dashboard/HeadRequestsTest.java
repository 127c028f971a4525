package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import io.javalin.http.HandlerType;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What GET would answer, asked for without its body. */
final class HeadRequestsTest {
  private static Serving serving;
  private static Sweep sweep;
  private static String run;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder).start();
    sweep = serving.recording.digits();
    run = serving.store.runs(sweep.id(), RunQuery.ALL.withLimit(1)).get(0).id();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  private static HttpResponse<String> head(String path) {
    return serving.send(
        HttpRequest.newBuilder(serving.uri(path))
            .timeout(Duration.ofMinutes(5))
            .method("HEAD", BodyPublishers.noBody())
            .build());
  }

  private static List<Optional<String>> headers(HttpResponse<String> response) {
    return Stream.of("Content-Type", "Content-Disposition")
        .map(name -> response.headers().firstValue(name))
        .toList();
  }

  @Test
  void head_ofEveryRouteThatIsRead_isAnsweredAsGetWithoutItsBody() {
    List<String> paths =
        serving.routes().stream()
            .filter(route -> route.method().equals(HandlerType.GET))
            .map(Route::path)
            .filter(path -> !path.endsWith("/events"))
            .map(path -> path.replace("sweeps/{id}", "sweeps/" + sweep.id()))
            .map(path -> path.replace("runs/{id}", "runs/" + run))
            .map(path -> path.replace("{epoch}", "3").replaceAll("[{<][a-z]+[>}]", "none"))
            .toList();
    assertThat(paths).hasSizeGreaterThan(30);
    for (String path : paths) {
      HttpResponse<String> get = serving.get(path);
      HttpResponse<String> head = head(path);

      assertThat(head.statusCode()).as(path).isEqualTo(get.statusCode());
      assertThat(headers(head)).as(path).isEqualTo(headers(get));
      assertThat(head.body()).as(path).isEmpty();
    }
  }

  @Test
  void head_ofTheEvents_endsAtOnce() {
    HttpResponse<String> head = head("/api/v1/events");

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(headers(head)).contains(Optional.of("text/event-stream; charset=utf-8"));
    assertThat(head("/api/v1/sweeps/none/events").statusCode()).isEqualTo(404);
    assertThat(serving.openPages()).isZero();
  }

  @Test
  void head_whereNothingIsRead_isRefusedAsGet() {
    HttpResponse<String> head = head("/api/v1/runs/" + run + "/stop");

    assertThat(head.statusCode()).isEqualTo(405);
    assertThat(head.headers().firstValue("Allow")).contains("POST");
    assertThat(serving.post("/api/v1/server", "application/json", "{}").headers().map())
        .containsEntry("allow", List.of("GET, HEAD"));
  }
}
