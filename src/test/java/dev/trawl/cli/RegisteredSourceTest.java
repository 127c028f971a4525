package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.serving.PredictionServer;
import dev.trawl.serving.ServingSettings;
import dev.trawl.testkit.SegmentModel;
import dev.trawl.track.AliasMove;
import dev.trawl.track.ModelReference;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.NewFile;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A registered model that is served, and followed. */
@Timeout(120)
final class RegisteredSourceTest {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final RecordedDigits digits;

  RegisteredSourceTest(@TempDir Path folder) {
    this.folder = folder;
    this.digits = new RecordedDigits(folder);
  }

  private RegisteredSource source(String reference) {
    GlobalOptions options = new GlobalOptions();
    options.database = digits.database();
    Wiring wiring = new Wiring(options, new Output(Console.system(), options));
    return new RegisteredSource(ModelReference.parse(reference), wiring);
  }

  private List<NewFile> files(int version) {
    try {
      List<String> labels = IntStream.range(0, 10).mapToObj(String::valueOf).toList();
      Path place =
          SegmentModel.write(folder.resolve("v" + version), "digits", "" + version, 1, labels);
      return List.of(
          new NewFile("model.json", Files.readAllBytes(place.resolve("model.json")), null),
          new NewFile("model.onnx", Files.readAllBytes(place.resolve("model.onnx")), null));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void champion(RunStore store, int version) {
    store.moveAlias(new AliasMove("digits", "champion", version, "ada", null, Instant.EPOCH));
  }

  private static ServingSettings settings(RegisteredSource source) {
    return new ServingSettings(
        source, null, ServingSettings.LOOPBACK, 0, null, Set.of(), Set.of(), true);
  }

  private static JsonNode predict(PredictionServer server) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(server.uri().resolve("/predict"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString("{\"image\": " + SegmentModel.json(2) + "}"))
            .build();
    var answer = CLIENT.send(request, BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    for (int i = 0; i < 1200 && !condition.call(); i++) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    assertThat(condition.call()).isTrue();
  }

  private static String metrics(PredictionServer server) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.uri().resolve("/metrics")).build();
    return CLIENT.send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void alias_thatMoves_isFollowedWithoutALostRequest() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    try (RunStore store = digits.open()) {
      String run = Objects.requireNonNull(sweep.bestRunId());
      for (int i = 0; i < 3; i++) {
        store.registerModel("digits", run, this::files);
      }
      damage("registered-models/digits/2/model.onnx");
      champion(store, 1);
      ConcurrentHashMap<String, Integer> versions = new ConcurrentHashMap<>();
      AtomicBoolean done = new AtomicBoolean();
      try (RegisteredSource source = source("models:/digits@champion");
          PredictionServer server = PredictionServer.start(settings(source))) {
        CompletableFuture<Void> asking =
            CompletableFuture.runAsync(
                () -> {
                  try {
                    while (!done.get()) {
                      JsonNode answer = predict(server);
                      assertThat(answer.get("prediction").asInt()).isEqualTo(2);
                      versions.merge(answer.at("/model/version").asText(), 1, Integer::sum);
                    }
                  } catch (Exception e) {
                    throw new AssertionError(e);
                  }
                });
        champion(store, 2);
        await(() -> metrics(server).contains("result=\"refused\"} 1"));
        assertThat(predict(server).at("/model/version").asText()).isEqualTo("1");

        champion(store, 3);
        await(() -> predict(server).at("/model/version").asText().equals("3"));
        store.moveAlias(new AliasMove("digits", "champion", null, "ada", null, Instant.EPOCH));
        TimeUnit.MILLISECONDS.sleep(1500); // a look that finds none
        assertThat(predict(server).at("/model/name").asText()).isEqualTo("digits");
        done.set(true);
        asking.get();
      }
      assertThat(versions.keySet()).contains("1", "3").isSubsetOf("1", "3");
    }
  }

  @Test
  void file_withOtherBytes_isNotServedAndNamed() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    ModelVersion version;
    try (RunStore store = digits.open()) {
      Run run = store.run(Objects.requireNonNull(sweep.bestRunId())).orElseThrow();
      version = store.registerModel("digits", run.id(), this::files);
      damage(version.location() + "model.onnx");
    }

    try (RegisteredSource source = source("models:/digits")) {
      assertThatThrownBy(() -> PredictionServer.start(settings(source)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("artifact registered-models/digits/1/model.onnx")
          .hasMessageContaining("is damaged");
    }
    Ran checked = digits.trawl("doctor");
    assertThat(checked.out() + checked.err()).contains("registered-models/digits/1/model.onnx");
  }

  @Test
  void file_thatIsLost_isNoModelRatherThanOneToWaitFor() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    try (RunStore store = digits.open()) {
      store.registerModel("digits", Objects.requireNonNull(sweep.bestRunId()), this::files);
      String path = "registered-models/digits/1/model.onnx";
      update(
          path,
          "DELETE FROM artifact_piece"
              + " WHERE artifact_id = (SELECT id FROM artifact WHERE path = ?)");
      update(path, "DELETE FROM artifact WHERE path = ?");
    }

    try (RegisteredSource source = source("models:/digits")) {
      assertThatThrownBy(() -> source.read(place -> place))
          .isInstanceOf(IOException.class)
          .hasMessage("need model.onnx of version 1 of model digits, found it lost");
    }
  }

  /** Changes a byte of a file behind the store's back. */
  private void damage(String path) throws Exception {
    update(
        path,
        """
        UPDATE artifact_piece SET data = X'00' || SUBSTRING(data, 2)
        WHERE artifact_id = (SELECT id FROM artifact WHERE path = ?)
        """);
  }

  private void update(String path, String sql) throws Exception {
    String password = Files.readString(folder.resolve("db.password")).strip();
    try (Connection connection =
        DriverManager.getConnection(digits.database() + ";AUTO_SERVER=TRUE", "trawl", password)) {
      try (var update = connection.prepareStatement(sql)) {
        update.setString(1, path);
        assertThat(update.executeUpdate()).isPositive();
      }
    }
  }
}
