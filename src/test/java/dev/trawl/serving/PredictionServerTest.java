package dev.trawl.serving;

import static dev.trawl.serving.ServedModelFixture.json;
import static dev.trawl.serving.ServedModelFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.testkit.SegmentModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    for (String key : List.of("resize", "convert", "invert")) {
      String both = "/predict?%s=true&%s=false".formatted(key, key);
      assertThat(json(served.post(both, "image/png", png)).get("error").asText())
          .isEqualTo("need %s=true or false, found both", key);
    }
    HttpResponse<String> unsaid = served.post("/predict", "application/x-www-form-urlencoded", png);
    assertThat(unsaid.statusCode()).as("as curl sends it").isEqualTo(400);
    assertThat(json(unsaid).get("error").asText())
        .isEqualTo("need JSON, found a picture: say Content-Type image/png or image/jpeg with it");
  }

  @Test
  void predict_queryWithABrokenEscape_isRefusedWithItsPlace() throws IOException {
    String head =
        """
        POST /predict?resize=true&convert=%%zz HTTP/1.1
        Host: localhost:%d
        Content-Type: image/png
        Content-Length: 4
        Connection: close

        """;

    assertThat(served.raw(head.formatted(served.server.uri().getPort()), new byte[4]))
        .startsWith("HTTP/1.1 400")
        .contains(
            "query, column 13: need % and two hexadecimal digits, the bytes in UTF-8, found %zz");
  }

  @Test
  void predict_textThatIsNotUtf8_isRefusedWithItsPlace() {
    String json = "{\"image\" : " + SEVEN + "}";
    byte[] overlong = json.getBytes(StandardCharsets.ISO_8859_1);
    overlong[2] = (byte) 0xc1;
    overlong[3] = (byte) 0xad;

    assertThat(json(served.post("/predict", "application/json", overlong)).get("error").asText())
        .isEqualTo("need UTF-8, found bytes that are not, from byte 3 on");
    HttpResponse<String> wide =
        served.post("/predict", "application/json", json.getBytes(StandardCharsets.UTF_16LE));
    assertThat(wide.statusCode()).isEqualTo(400);
    assertThat(json(wide).get("error").asText())
        .isEqualTo("need JSON in UTF-8, found another encoding: byte 2 is 0");
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
        List.of(
            "256",
            "-1",
            "0.5",
            "\"7\"",
            "null",
            "{}",
            "true",
            "1e40",
            "9".repeat(5000),
            "NaN",
            "-Infinity")) {
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
    bodies.add(
        List.of("{\"image\": +7}", "JSON spec does not allow numbers to have plus signs at"));
    bodies.add(List.of("{", "start marker at line: 1, column: 1) at line 1"));
    bodies.add(List.of("[]", "need a JSON object, found ["));
    bodies.add(List.of("{}", "need image or images, found neither"));
    bodies.add(List.of("{\"image\": NaN}", "image: need an array, found NaN"));
    bodies.add(List.of("{\"image\": " + "9".repeat(20_000) + "}", "at line 1, column "));
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
        .doesNotContain("dev.trawl", "Exception", "Feature", "Constraints", folder.toString())
        .hasSizeLessThan(400);
  }

  @Test
  void bodies_tooLong_areRefusedAndTheirClientsReadIt() throws IOException {
    String images = (SegmentModel.json(1) + ",").repeat(512) + SegmentModel.json(1);
    HttpResponse<String> many = served.post("/predict", "{\"images\": [" + images + "]}");
    assertThat(many.statusCode()).isEqualTo(413);
    assertThat(json(many).get("error").asText()).contains("need at most 512 images");

    String head =
        "POST /predict HTTP/1.1\nHost: localhost:%d\nContent-Type: application/json\n"
            .formatted(served.server.uri().getPort());
    assertThat(served.raw(head + "Content-Length: 100000000\n\n", new byte[0]))
        .startsWith("HTTP/1.1 413");
    int little = PredictionServer.LONGEST_BODY + 1; // too much, and sent before its answer is read
    assertThat(
            served.raw(
                head + "Connection: close\nContent-Length: %d\n\n".formatted(little),
                new byte[little]))
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/page.js",
        "/model",
        "/health",
        "/metrics",
        "/openapi.json",
        "/ping",
        "/v2",
        "/v2/health/live",
        "/v2/models/segments",
        "/v2/models/other",
        "/v1/models/segments",
        "/v1/models/segments:predict",
        "/predict"
      })
  void head_ofAnyPath_isAnsweredAsGetWithoutItsBody(String path) {
    HttpResponse<String> get = served.get(path);
    HttpResponse<String> head =
        served.send(
            HttpRequest.newBuilder(served.uri(path))
                .method("HEAD", BodyPublishers.noBody())
                .build());

    assertThat(head.statusCode()).isEqualTo(get.statusCode());
    for (String name : List.of("Content-Type", "Allow")) {
      assertThat(head.headers().firstValue(name)).isEqualTo(get.headers().firstValue(name));
    }
    assertThat(head.body()).isEmpty();
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
  void body_thatIsCompressed_isRefused() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(("{\"image\": " + SEVEN + "}").getBytes(StandardCharsets.UTF_8));
    }
    HttpResponse<String> answer =
        served.send(
            HttpRequest.newBuilder(served.uri("/predict"))
                .header("Content-Type", "application/json")
                .header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(compressed.toByteArray()))
                .build());

    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(json(answer).get("error").asText())
        .isEqualTo("need a body without Content-Encoding, found gzip");
    assertThat(answer.headers().firstValue("Accept-Encoding")).hasValue("identity");
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
