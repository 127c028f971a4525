package dev.trawl.serving;

import static dev.trawl.serving.ServedModelFixture.json;
import static dev.trawl.serving.ServedModelFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.testkit.SegmentModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PredictionServerTest {
  private static final String SEVEN = SegmentModel.json(7);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ServedModelFixture served;

  @BeforeAll
  static void start() throws IOException {
    served = ServedModelFixture.of(SegmentModel.write(folder.resolve("best")));
  }

  @AfterAll
  static void close() {
    served.close();
  }

  @Test
  void image_asRows_isPredicted() {
    JsonNode answer = ok(served.post("/predict", "{\"image\": " + SEVEN + "}"));

    assertThat(answer.get("prediction").asInt()).isEqualTo(7);
    assertThat(answer.get("label").asText()).isEqualTo("7");
    assertThat(answer.get("probabilities")).hasSize(10);
    assertThat(answer.get("probability")).isEqualTo(answer.get("probabilities").get(7));
    assertThat(answer.get("model").toString())
        .isEqualTo("{\"name\":\"segments\",\"version\":\"3\",\"format\":\"onnx\"}");
    JsonNode planes = ok(served.post("/predict", "{\"image\": [" + SEVEN + "]}"));
    assertThat(planes).isEqualTo(answer);
  }

  @Test
  void images_many_arePredictedInTheirOrder() {
    String images =
        IntStream.range(0, 200)
            .mapToObj(i -> SegmentModel.json(i % 10))
            .collect(Collectors.joining(","));

    JsonNode answer = ok(served.post("/predict", "{\"images\": [" + images + "]}"));

    assertThat(answer.get("predictions").findValuesAsText("prediction"))
        .isEqualTo(IntStream.range(0, 200).mapToObj(i -> String.valueOf(i % 10)).toList());
  }

  @Test
  void picture_asABody_isPredictedOrRefusedWithTheRemedy() throws IOException {
    byte[] png = SegmentModel.picture(5, 1, false, BufferedImage.TYPE_BYTE_GRAY, "png");
    assertThat(ok(served.post("/predict", "image/png", png)).get("label").asText()).isEqualTo("5");

    byte[] scan = SegmentModel.picture(5, 4, true, BufferedImage.TYPE_INT_RGB, "jpeg");
    HttpResponse<String> refused = served.post("/predict", "image/jpeg", scan);
    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(json(refused).get("error").asText())
        .isEqualTo(
            "need 28×28 pixels, grey, light on dark, found 112×112 pixels, dark on light;"
                + " to have it changed: /predict?resize=true&invert=true");
    JsonNode changed = ok(served.post("/predict?resize=true&invert=true", "image/jpeg", scan));
    assertThat(changed.get("label").asText()).isEqualTo("5");
    assertThat(changed.get("changes").toString())
        .isEqualTo("[\"scaled from 112×112 to 28×28\",\"inverted\"]");
    assertThat(served.post("/predict?rotate=true", "image/png", png).statusCode()).isEqualTo(400);
    assertThat(served.post("/predict?resize=yes", "image/png", png).statusCode()).isEqualTo(400);
    assertThat(served.post("/predict", "image/png", new byte[40]).statusCode()).isEqualTo(400);
  }

  /** Each bad body, its status, and what the answer says. */
  static List<List<String>> badBodies() {
    List<List<String>> bad = new ArrayList<>();
    String row = "[" + "0,".repeat(27) + "0]";
    String image = "[" + (row + ",").repeat(27) + row + "]";
    bad.add(List.of("[" + (row + ",").repeat(26) + row + "]", "image: need 28 rows, found 27"));
    bad.add(List.of("[" + (row + ",").repeat(28) + row + "]", "image: need 28 rows, found more"));
    String[] rows = {
      "[" + "0,".repeat(26) + "0]",
      "image[3]: need 28 pixels, found 27",
      "[" + "0,".repeat(28) + "0]",
      "image[3]: need 28 pixels, found more",
      "[]",
      "image[3]: need 28 pixels, found 0",
      "7",
      "image[3]: need an array, found 7",
      "null",
      "image[3]: need an array, found null"
    };
    for (int i = 0; i < rows.length; i += 2) {
      bad.add(List.of("[" + (row + ",").repeat(3) + rows[i] + "]", rows[i + 1]));
    }
    for (String pixel :
        List.of("256", "-1", "0.5", "\"7\"", "null", "{}", "true", "1e40", "9".repeat(30))) {
      bad.add(
          List.of(
              image.replaceFirst("0", pixel.replace("\\", "")),
              "image[0][0]: need a whole number from 0 to 255, found "));
    }
    bad.add(List.of(image.replaceFirst("0", "[0]"), "image[0][0]: need 28 pixels, found 1"));
    bad.add(List.of("[]", "image: need 28 rows, found 0"));
    bad.add(List.of("7", "image: need an array, found 7"));
    bad.add(List.of("\"abc\"", "image: need an array, found \"abc\""));
    bad.add(List.of("[[[[0]]]]", "image[0][0][0]: need a whole number from 0 to 255, found ["));
    List<List<String>> bodies =
        bad.stream()
            .map(each -> List.of("{\"image\": " + each.get(0) + "}", each.get(1)))
            .collect(Collectors.toCollection(ArrayList::new));
    bodies.add(
        List.of("{\"images\": [" + SEVEN + ", [[1]]]}", "images[1][0]: need 28 pixels, found 1"));
    bodies.add(List.of("{\"images\": []}", "need an image, found none"));
    bodies.add(List.of("{\"images\": " + SEVEN + "}", "images[0][0]: need an array, found 0"));
    bodies.add(List.of("", "need a JSON object, found nothing"));
    bodies.add(List.of("hello", "need JSON, found something else"));
    bodies.add(List.of("[]", "need a JSON object, found ["));
    bodies.add(List.of("{}", "need image or images, found neither"));
    bodies.add(List.of("{\"image\": NaN}", "need JSON, found something else"));
    bodies.add(
        List.of(
            "{\"image\": " + SEVEN.substring(0, 900),
            "need JSON, found something else: Unexpected end-of-input"));
    bodies.add(List.of("{\"image\": " + SEVEN + "} x", "need JSON, found something else"));
    bodies.add(List.of("{\"image\": " + SEVEN + "} {}", "found more after it"));
    bodies.add(
        List.of("{\"image\": " + SEVEN + ", \"image\": " + SEVEN + "}", "Duplicate field 'image'"));
    bodies.add(List.of("{\"pixels\": 1}", "need image or images, found \"pixels\""));
    bodies.add(List.of("{\"image\": " + SEVEN + ", \"images\": [" + SEVEN + "]}", "found both"));
    bodies.add(List.of("[".repeat(5000), "need a JSON object, found ["));
    bodies.add(
        List.of("{\"image\": " + "[".repeat(5000), "need a whole number from 0 to 255, found ["));
    bodies.add(List.of("{\"" + "k".repeat(5000) + "\": 1}", "need JSON"));
    return bodies;
  }

  @ParameterizedTest
  @MethodSource("badBodies")
  void body_thatIsBad_isRefusedWithThePlace(List<String> bad) {
    HttpResponse<String> answer = served.post("/predict", bad.get(0));

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(json(answer).get("error").asText()).contains(bad.get(1));
    assertThat(answer.body())
        .doesNotContain("dev.trawl", "Exception", folder.toString())
        .hasSizeLessThan(400);
  }

  @Test
  void bodies_tooLong_areRefusedBeforeTheyAreRead() throws IOException {
    String images = (SegmentModel.json(1) + ",").repeat(512) + SegmentModel.json(1);
    HttpResponse<String> many = served.post("/predict", "{\"images\": [" + images + "]}");
    assertThat(many.statusCode()).isEqualTo(413);
    assertThat(json(many).get("error").asText()).contains("need at most 512 images");

    String head =
        "POST /predict HTTP/1.1\nHost: localhost:%d\nContent-Type: application/json\n"
            .formatted(served.server.uri().getPort());
    assertThat(served.raw(head + "Content-Length: 100000000\n\n", new byte[10]))
        .startsWith("HTTP/1.1 413");
    HttpResponse<String> chunked =
        served.send(
            HttpRequest.newBuilder(served.uri("/predict"))
                .header("Content-Type", "application/json")
                .POST(
                    BodyPublishers.ofInputStream(
                        () ->
                            new ByteArrayInputStream(new byte[PredictionServer.LONGEST_BODY + 1])))
                .build());
    assertThat(chunked.statusCode()).isEqualTo(413);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /predict, 405, POST",
    "PUT, /predict, 405, POST",
    "POST, /metrics, 405, GET",
    "DELETE, /v2/models/segments/infer, 405, POST",
    "GET, /v1/models/segments:predict, 405, POST",
    "GET, /nothing, 404, ''",
    "GET, /..%2f..%2fetc/passwd, 404, ''",
    "GET, /v2/models/other, 404, ''",
    "GET, /v2/models/segments/versions/9, 404, ''",
  })
  void request_ofNoRoute_isRefused(String method, String path, int status, String allowed) {
    HttpResponse<String> answer =
        served.send(
            HttpRequest.newBuilder(served.uri(path))
                .header("Content-Type", "application/json")
                .method(
                    method,
                    method.equals("GET") ? BodyPublishers.noBody() : BodyPublishers.ofString("{}"))
                .build());

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Allow").orElse("")).contains(allowed);
    assertThat(json(answer).fieldNames()).toIterable().containsExactly("error");
  }

  @Test
  void body_ofAnotherType_isRefused() {
    byte[] body = ("{\"image\": " + SEVEN + "}").getBytes(StandardCharsets.UTF_8);
    assertThat(served.post("/predict", "text/plain", body).statusCode()).isEqualTo(415);
    assertThat(served.post("/predict", "application/x-www-form-urlencoded", body).statusCode())
        .as("what curl -d says")
        .isEqualTo(200);
  }

  @Test
  void openInference_metadataAndInfer_areAsTheProtocolHasThem() {
    assertThat(ok(served.get("/v2")).get("name").asText()).isEqualTo("trawl");
    assertThat(ok(served.get("/v2/health/live")).get("live").asBoolean()).isTrue();
    assertThat(ok(served.get("/v2/health/ready")).get("ready").asBoolean()).isTrue();
    assertThat(ok(served.get("/v2/models/segments")).toString())
        .isEqualTo(
            "{\"name\":\"segments\",\"versions\":[\"3\"],\"platform\":\"onnx_onnxruntime\","
                + "\"inputs\":[{\"name\":\"image\",\"datatype\":\"UINT8\",\"shape\":[-1,1,28,28]}],"
                + "\"outputs\":[{\"name\":\"probabilities\",\"datatype\":\"FP32\",\"shape\":[-1,10]}]}");
    assertThat(ok(served.get("/v2/models/segments/versions/3/ready")).get("ready").asBoolean())
        .isTrue();

    String input =
        "{\"id\": \"a\", \"parameters\": {\"x\": [1]}, \"outputs\": [{\"name\":"
            + " \"probabilities\"}], \"inputs\": [{\"name\": \"image\", \"shape\": [%s],"
            + " \"datatype\": \"%s\", \"data\": %s}]}";
    JsonNode nested =
        ok(
            served.post(
                "/v2/models/segments/infer",
                input.formatted("1,1,28,28", "UINT8", "[[" + SEVEN + "]]")));
    JsonNode flat =
        ok(
            served.post(
                "/v2/models/segments/versions/3/infer",
                input.formatted(
                    "1,1,28,28", "FP32", "[" + SEVEN.replaceAll("[\\[\\]]", "") + "]")));
    assertThat(nested).isEqualTo(flat);
    assertThat(nested.get("id").asText()).isEqualTo("a");
    assertThat(nested.get("model_version").asText()).isEqualTo("3");
    assertThat(nested.get("outputs").get(0).get("shape").toString()).isEqualTo("[1,10]");
    assertThat(nested.get("outputs").get(0).get("data").get(7).asDouble()).isGreaterThan(0.9);

    Map<String, String> bad =
        Map.of(
            input.formatted("1,28,28", "UINT8", "[" + SEVEN + "]"),
            "inputs[0].shape: need [n, 1, 28, 28], found [1, 28, 28]",
            input.formatted("2,1,28,28", "UINT8", "[" + SEVEN + "]"),
            "inputs[0].data: need 2 images of 784 numbers, found 784",
            input.formatted("1,1,28,28", "BYTES", "[" + SEVEN + "]"),
            "inputs[0].datatype: need UINT8, found BYTES",
            input.formatted("1,1,28,28", "FP32", "[0.5]"),
            "inputs[0].data[0]: need a whole number from 0 to 255, found 0.5",
            "{\"inputs\": []}",
            "inputs: need one tensor",
            "{}",
            "inputs[0].name: need image, found none");
    bad.forEach(
        (body, said) -> {
          HttpResponse<String> answer = served.post("/v2/models/segments/infer", body);
          assertThat(answer.statusCode()).isEqualTo(400);
          assertThat(json(answer).get("error").asText()).contains(said);
        });
  }

  @Test
  void scoring_mlflowAndTensorFlowServing_getProbabilities() {
    JsonNode own = ok(served.post("/predict", "{\"image\": " + SEVEN + "}")).get("probabilities");
    String last = SEVEN.replaceAll("(\\d+)", "[$1]");
    for (String body :
        List.of(
            "{\"inputs\": [[" + SEVEN + "]]}",
            "{\"instances\": [" + SEVEN + "]}",
            "{\"inputs\": {\"image\": [" + SEVEN + "]}}",
            "{\"instances\": [{\"image\": " + SEVEN + "}], \"params\": {}}")) {
      assertThat(ok(served.post("/invocations", body)).get("predictions").get(0)).isEqualTo(own);
    }
    String path = "/v1/models/segments:predict";
    assertThat(ok(served.post(path, "{\"instances\": [" + last + "]}")).get("predictions").get(0))
        .isEqualTo(own);
    assertThat(ok(served.post(path, "{\"inputs\": [" + SEVEN + "]}")).get("outputs").get(0))
        .isEqualTo(own);
    assertThat(ok(served.get("/v1/models/segments")).at("/model_version_status/0/state").asText())
        .isEqualTo("AVAILABLE");
    assertThat(served.get("/ping").statusCode()).isEqualTo(200);
    assertThat(served.post("/invocations", "{\"dataframe_split\": {}}").statusCode())
        .isEqualTo(400);
    assertThat(json(served.post(path, "{\"instances\": [[" + SEVEN + "]]}")).get("error").asText())
        .startsWith("instances[0][0][0]: need 1 channel, found more");
  }

  @Test
  void metrics_afterRequests_countThem() {
    ok(served.post("/predict", "{\"image\": " + SegmentModel.json(4) + "}"));
    served.post("/predict", "{");

    String metrics = served.get("/metrics").body();

    assertThat(metrics)
        .containsPattern("trawl_requests_total\\{route=\"/predict\",status=\"200\"} [1-9]")
        .containsPattern("trawl_requests_total\\{route=\"/predict\",status=\"400\"} [1-9]")
        .containsPattern("trawl_predictions_total\\{label=\"4\"} [1-9]")
        .containsPattern("trawl_confidence_bucket\\{le=\"\\+Inf\"} [1-9]")
        .containsPattern("trawl_batch_images_count [1-9]")
        .containsPattern("trawl_request_seconds_bucket\\{route=\"/predict\",le=\"\\+Inf\"} [1-9]")
        .contains("trawl_model_info{format=\"onnx\",name=\"segments\",sha256=\"")
        .contains("trawl_waiting_images 0");
    assertThat(metrics.lines())
        .allMatch(line -> line.matches("# (HELP|TYPE) .*|[a-z_]+(\\{[^}]*})? [0-9.E+-]+"));
  }

  @Test
  void openApi_itsPathsAndReferences_areThoseThatThereAre() {
    JsonNode api = ok(served.get("/openapi.json"));

    assertThat(api.get("openapi").asText()).startsWith("3.1");
    List<String> references = api.findValuesAsText("$ref");
    assertThat(references).allMatch(reference -> !api.at(reference.substring(1)).isMissingNode());
    assertThat(api.toString()).doesNotContain("@");
    Set<String> described = new TreeSet<>();
    for (Iterator<String> paths = api.get("paths").fieldNames(); paths.hasNext(); ) {
      String path = paths.next();
      api.get("paths")
          .get(path)
          .fieldNames()
          .forEachRemaining(method -> described.add(method + " " + path));
    }
    for (String each : described) {
      String path =
          each.replaceFirst("^\\w+ ", "").replace("{model}", "segments").replace("{version}", "3");
      int status =
          each.startsWith("get")
              ? served.get(path).statusCode()
              : served.post(path, "{}").statusCode();
      assertThat(status).as(each).isEqualTo(each.startsWith("get") ? 200 : 400);
    }
    assertThat(described).hasSize(20);
  }

  @Test
  void page_itsFiles_areStrict() {
    HttpResponse<String> page = served.get("/");

    assertThat(page.body())
        .contains("<canvas")
        .doesNotContain("<style", "style=", "onclick", "http://", "https://");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'", "script-src 'self'")
        .doesNotContain("unsafe");
    assertThat(served.get("/page.js").headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/javascript");
    assertThat(served.get("/page.css").statusCode()).isEqualTo(200);
    assertThat(ok(served.get("/model")).get("image").toString()).isEqualTo("[1,28,28]");
  }

  @Test
  void host_andOrigin_areCheckedAndMayBeNamed() throws IOException {
    String ask = "GET /health HTTP/1.1\nHost: %s\nConnection: close\n%s\n";
    assertThat(served.raw(ask.formatted("evil.example", ""), new byte[0]))
        .startsWith("HTTP/1.1 403");
    assertThat(served.get("/model", "Origin", "https://app.example.org").statusCode())
        .isEqualTo(403);

    ServingSettings settings =
        new ServingSettings(
            folder.resolve("best"),
            null,
            "127.0.0.1",
            0,
            null,
            Set.of("Models.example.org"),
            Set.of("https://app.example.org"),
            false);
    try (ServedModelFixture named = ServedModelFixture.of(settings)) {
      assertThat(
              named.raw(
                  ask.formatted("models.example.org", "Origin: https://models.example.org\n"),
                  new byte[0]))
          .startsWith("HTTP/1.1 200");
      assertThat(named.raw(ask.formatted("evil.example", ""), new byte[0]))
          .startsWith("HTTP/1.1 403");
      HttpResponse<String> asked =
          named.get("/model", "Origin", "https://app.example.org", "Sec-Fetch-Site", "cross-site");
      assertThat(asked.statusCode()).isEqualTo(200);
      assertThat(asked.headers().firstValue("Access-Control-Allow-Origin"))
          .contains("https://app.example.org");
      assertThat(named.get("/model", "Origin", "https://other.example.org").statusCode())
          .isEqualTo(403);
      HttpResponse<String> preflight =
          named.send(
              HttpRequest.newBuilder(named.uri("/predict"))
                  .method("OPTIONS", BodyPublishers.noBody())
                  .header("Origin", "https://app.example.org")
                  .header("Access-Control-Request-Method", "POST")
                  .build());
      assertThat(preflight.statusCode()).isEqualTo(204);
      assertThat(preflight.headers().firstValue("Access-Control-Allow-Headers").orElse(""))
          .contains("Content-Type");
    }
  }

  @Test
  void token_whereThereIsOne_isNeededForAllButHealth() throws IOException {
    String token = "0123456789abcdef";
    try (ServedModelFixture guarded =
        ServedModelFixture.of(ServedModelFixture.settings(folder.resolve("best"), token, false))) {
      for (String path : List.of("/health", "/ping", "/v2/health/live", "/v2/health/ready")) {
        assertThat(guarded.get(path).statusCode()).as(path).isEqualTo(200);
      }
      for (String path : List.of("/", "/model", "/metrics", "/openapi.json", "/v2", "/page.js")) {
        assertThat(guarded.get(path).statusCode()).as(path).isEqualTo(401);
        assertThat(guarded.get(path, "Authorization", "Bearer " + token).statusCode())
            .as(path)
            .isEqualTo(200);
      }
      assertThat(guarded.post("/predict", "{}").statusCode()).isEqualTo(401);
      assertThat(guarded.server.links().get(0).toString()).endsWith("?token=" + token);
    }
    assertThatThrownBy(
            () ->
                PredictionServer.start(
                    new ServingSettings(
                        folder.resolve("best"),
                        null,
                        "0.0.0.0",
                        0,
                        " ",
                        Set.of(),
                        Set.of(),
                        false)))
        .hasMessageContaining("need a token to listen beyond loopback");
  }

  @Test
  void start_ofWhatCantBeServed_isRefused() throws IOException {
    Path changed = SegmentModel.write(folder.resolve("changed"));
    Files.write(changed.resolve("model.onnx"), new byte[10]);
    assertThatThrownBy(() -> ServedModelFixture.of(changed))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("bytes");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ServingSettings settings =
          new ServingSettings(
              folder.resolve("best"),
              null,
              "127.0.0.1",
              taken.getLocalPort(),
              null,
              Set.of(),
              Set.of(),
              false);
      assertThatThrownBy(() -> PredictionServer.start(settings))
          .hasMessage(
              "need a free port %d on 127.0.0.1, found none".formatted(taken.getLocalPort()));
    }
  }

  @Test
  void model_ofColours_takesPlanesAndTensorFlowsOrder() throws IOException {
    Path colours =
        SegmentModel.write(
            folder.resolve("colours"),
            "my colours",
            "1",
            3,
            List.of(
                "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"));
    try (ServedModelFixture of = ServedModelFixture.of(colours)) {
      String planes = "[" + SEVEN + "," + SEVEN + "," + SEVEN + "]";
      JsonNode answer = ok(of.post("/predict", "{\"image\": " + planes + "}"));
      assertThat(answer.get("label").asText()).isEqualTo("seven");
      String last = SEVEN.replaceAll("(\\d+)", "[$1,$1,$1]");
      assertThat(
              ok(of.post("/v1/models/my-colours:predict", "{\"instances\": [" + last + "]}"))
                  .get("predictions")
                  .get(0))
          .isEqualTo(answer.get("probabilities"));
      assertThat(json(of.post("/predict", "{\"image\": " + SEVEN + "}")).get("error").asText())
          .startsWith("image[0][0]: need an array, found 0");
    }
  }
}
