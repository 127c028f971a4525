package dev.trawl.serving;

import static dev.trawl.serving.ServedModelFixture.json;
import static dev.trawl.serving.ServedModelFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.testkit.SegmentModel;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The protocols of others, and what the server says of itself. */
final class ServingProtocolsTest {
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
            "inputs: need one tensor, found nothing",
            "{}",
            "need inputs, found none");
    bad.forEach(
        (body, said) -> {
          HttpResponse<String> answer = served.post("/v2/models/segments/infer", body);
          assertThat(answer.statusCode()).isEqualTo(400);
          assertThat(json(answer).get("error").asText()).contains(said);
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/invocations", "/v1/models/segments:predict", "/v2/models/segments/infer"})
  void picture_whereJsonIsNeeded_isNotThatKindOfBody(String path) throws IOException {
    byte[] png = SegmentModel.picture(5, 1, false, BufferedImage.TYPE_BYTE_GRAY, "png");
    HttpResponse<String> answer = served.post(path, "image/png", png);
    assertThat(answer.statusCode()).isEqualTo(415);
    assertThat(json(answer).get("error").asText())
        .isEqualTo(
            "need Content-Type application/json, found image/png; POST /predict takes a picture");
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
    String one = "{\"image\": " + SEVEN + "}";
    assertThat(json(served.post(path, "{\"instances\": [" + one + ", {}]}")).get("error").asText())
        .as("an answer for each")
        .startsWith("instances[1]: need image, found nothing");
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
        .allMatch(
            line -> line.matches("# (HELP|TYPE) .*|[a-z_]+(\\{(\\w+=\"[^\"]*\",?)+})? [0-9.E+-]+"));
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
}
