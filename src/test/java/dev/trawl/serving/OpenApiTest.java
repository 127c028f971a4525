package dev.trawl.serving;

import static dev.trawl.serving.ServedModelFixture.json;
import static dev.trawl.serving.ServedModelFixture.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.trawl.testkit.SegmentModel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said of requests and answers is what the server takes and gives. */
final class OpenApiTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String JSON_SCHEMA = "/content/application~1json/schema";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  @SuppressWarnings("NullAway.Init")
  private static ServedModelFixture served;

  @SuppressWarnings("NullAway.Init")
  private static JsonNode api;

  @BeforeAll
  static void start() throws IOException {
    served = ServedModelFixture.of(SegmentModel.write(folder.resolve("best")));
    api = ok(served.get("/openapi.json"));
  }

  @AfterAll
  static void close() {
    served.close();
  }

  /** IMAGE stands for one; its shape isn't what a tensor says. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/predict | {'image': IMAGE} | 200",
        "/predict | {'image': [IMAGE]} | 200",
        "/predict | {'images': [IMAGE, [IMAGE]]} | 200",
        "/predict | {'image': IMAGE, 'images': [IMAGE]} | 400",
        "/predict | {'images': []} | 400",
        "/predict | {'image': [[1]]} | 400",
        "/v2/models/M/infer | {'inputs': [TENSOR]} | 200",
        "/v2/models/M/versions/V/infer | {'id': 'a', 'inputs': [TENSOR],"
            + " 'outputs': [{'name': 'probabilities'}]} | 200",
        "/v2/models/M/infer | {'inputs': []} | 400",
        "/v2/models/M/infer | {'inputs': [TENSOR, TENSOR]} | 400",
        "/v2/models/M/infer | {'inputs': [TENSOR], 'x': 1} | 400",
        "/v2/models/M/infer | {'inputs': [{'name': 'image', 'shape': [1, 28, 28],"
            + " 'datatype': 'UINT8', 'data': IMAGE}]} | 400",
        "/v2/models/M/infer | {'inputs': [{'name': 'image', 'shape': [1, 1, 28, 28],"
            + " 'datatype': 'BYTES', 'data': IMAGE}]} | 400",
        "/v2/models/M/infer | {'inputs': [{'name': 'pixels', 'shape': [1, 1, 28, 28],"
            + " 'datatype': 'UINT8', 'data': IMAGE}]} | 400",
        "/invocations | {'inputs': [IMAGE]} | 200",
        "/invocations | {'instances': [{'image': IMAGE}], 'params': {}} | 200",
        "/invocations | {'inputs': [IMAGE], 'instances': [IMAGE]} | 400",
        "/invocations | {'dataframe_split': {}} | 400",
        "/v1/models/M:predict | {'instances': [IMAGE]} | 200",
        "/v1/models/M/versions/V:predict | {'inputs': {'image': [IMAGE]}} | 200",
        "/v1/models/M:predict | {'signature_name': 'serving_default', 'inputs': [IMAGE]} | 200",
        "/v1/models/M:predict | {'signature_name': 'other', 'inputs': [IMAGE]} | 400",
        "/v1/models/M:predict | {'signature_name': 'serving_default'} | 400",
      })
  void post_whatever_isTakenAndAnsweredAsSaid(String path, String body, int status)
      throws IOException {
    String request =
        body.replace('\'', '"')
            .replace(
                "TENSOR",
                "{\"name\": \"image\", \"shape\": [1, 1, 28, 28], \"datatype\": \"UINT8\","
                    + " \"data\": IMAGE}")
            .replace("IMAGE", SegmentModel.json(7));
    HttpResponse<String> answer = served.post(ofModel(path), request);
    JsonNode said = api.get("paths").get(template(path)).get("post");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(problems(response(said, status).at(JSON_SCHEMA), json(answer))).isEmpty();
    assertThat(problems(said.at("/requestBody" + JSON_SCHEMA), JSON.readTree(request)).isEmpty())
        .isEqualTo(status == 200);
  }

  @Test
  void image_ofColours_hasEachOfItsChannels() throws IOException {
    Path colours = folder.resolve("colours");
    try (ServedModelFixture other =
        ServedModelFixture.of(
            SegmentModel.write(
                colours,
                "colours",
                "1",
                3,
                List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9")))) {
      JsonNode described = ok(other.get("/openapi.json"));
      JsonNode schema = described.at("/paths/~1predict/post/requestBody" + JSON_SCHEMA);
      String plane = SegmentModel.json(7);
      for (int channels = 1; channels <= 4; channels++) {
        String image =
            channels == 1 ? plane : "[" + plane + ("," + plane).repeat(channels - 1) + "]";
        String request = "{\"image\": " + image + "}";
        assertThat(problems(described, schema, JSON.readTree(request)).isEmpty())
            .as("%d channels", channels)
            .isEqualTo(other.post("/predict", request).statusCode() == 200)
            .isEqualTo(channels == 3);
      }
    }
  }

  @Test
  void get_whatever_isAnsweredAsSaid() {
    int asked = 0;
    for (Iterator<String> paths = api.get("paths").fieldNames(); paths.hasNext(); ) {
      String path = paths.next();
      JsonNode said = api.get("paths").get(path).path("get");
      JsonNode schema = said.path("responses").path("200").at(JSON_SCHEMA);
      if (!schema.isMissingNode() && !path.equals("/ping")) { // whose answer is MLflow's: none
        String real = path.replace("{model}", "M").replace("{version}", "V");
        assertThat(problems(schema, ok(served.get(ofModel(real))))).as(path).isEmpty();
        asked++;
      }
    }
    assertThat(asked).isEqualTo(12);
  }

  @Test
  void refusal_ofAnyAddress_isAsSaid() {
    HttpResponse<String> answer = served.get("/model", "Origin", "https://other.example.org");

    assertThat(answer.statusCode()).isEqualTo(403);
    JsonNode said = api.get("paths").get("/model").get("get");
    assertThat(problems(response(said, 403).at(JSON_SCHEMA), json(answer))).isEmpty();
  }

  private static String ofModel(String path) {
    return path.replaceFirst("/M\\b", "/segments").replaceFirst("/V\\b", "/3");
  }

  private static String template(String path) {
    return path.replaceFirst("/M\\b", "/{model}").replaceFirst("/V\\b", "/{version}");
  }

  /** What is said of a status, or of all that nothing is said of. */
  private static JsonNode response(JsonNode operation, int status) {
    JsonNode responses = operation.get("responses");
    JsonNode said = responses.path(String.valueOf(status));
    JsonNode response = said.isMissingNode() ? responses.get("default") : said;
    return response.has("$ref") ? api.at(response.get("$ref").asText().substring(1)) : response;
  }

  private static Set<ValidationMessage> problems(JsonNode schema, JsonNode value) {
    return problems(api, schema, value);
  }

  private static Set<ValidationMessage> problems(JsonNode of, JsonNode schema, JsonNode value) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", of.get("components"));
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(whole)
        .validate(value);
  }
}
