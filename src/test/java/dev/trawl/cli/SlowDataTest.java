package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.dashboard.DashboardServer;
import dev.trawl.data.DatasetException;
import dev.trawl.data.Datasets;
import dev.trawl.export.Exporter;
import dev.trawl.export.ModelFormats;
import dev.trawl.model.Architectures;
import dev.trawl.runner.Scheduling;
import dev.trawl.runner.SweepRunner;
import dev.trawl.search.Searches;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.train.EpochRules;
import dev.trawl.train.TrainerFactory;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sweeps that are started over HTTP while their data take their time. */
@Timeout(120)
class SlowDataTest {
  private static final String LINES =
      """
      method: grid
      parameters: {filters: {value: [4]}}
      training: {epochs: 1}
      """;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final CountDownLatch data = new CountDownLatch(1);
  private volatile boolean mirrorsFail;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private RunStore store;

  @SuppressWarnings("NullAway.Init")
  private DashboardServer server;

  @SuppressWarnings("NullAway.Init")
  private String file;

  @BeforeEach
  void serve() throws IOException {
    file = Files.readString(Workplace.create(folder, "slow").sweep(LINES));
    Datasets datasets = new Datasets(folder, line -> {});
    SweepFiles files =
        new SweepFiles(datasets, new Architectures(), Searches.standard(), EpochRules.standard());
    TrainerFactory trainers =
        new TrainerFactory(datasets, new Architectures(), EpochRules.standard());
    store = H2RunStore.open(database(), Clock.systemUTC());
    SweepRunner runner =
        new SweepRunner(
            store,
            spec -> {
              awaitData();
              return trainers.open(spec);
            },
            Searches.standard(),
            Owner::ofThisProcess,
            Scheduling.standard(),
            work -> new Thread(work).start(),
            Clock.systemUTC());
    BestModel model =
        new BestModel(
            store,
            files,
            new Exporter(store, files, datasets, new ModelFormats(), Clock.systemUTC()),
            null);
    server =
        new DashboardServer(
            store,
            files,
            new ActiveSweeps(() -> runner, files, model, ActiveSweepsTest.silent(store)),
            null);
    server.start("127.0.0.1", 0);
  }

  private String database() {
    return "jdbc:h2:file:" + folder.resolve("slow");
  }

  private void awaitData() throws IOException {
    try {
      data.await();
    } catch (InterruptedException e) {
      throw new InterruptedIOException();
    }
    if (mirrorsFail) {
      throw new DatasetException("need a mirror that answers, found none");
    }
  }

  @AfterEach
  void close() throws Exception {
    data.countDown();
    while (store.sweeps().stream().anyMatch(sweep -> sweep.status() == SweepStatus.RUNNING)) {
      Thread.sleep(20);
    }
    server.close();
    store.close();
  }

  private HttpRequest post(String path, String type, String body) {
    return HttpRequest.newBuilder(server.uri().resolve(path))
        .header("Content-Type", type)
        .POST(BodyPublishers.ofString(body))
        .build();
  }

  private HttpResponse<String> start(String text) throws Exception {
    return client.send(post("/api/v1/sweeps", "application/yaml", text), BodyHandlers.ofString());
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(server.uri().resolve(path)).build(), BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body());
  }

  private JsonNode ended(JsonNode launch) throws Exception {
    while (true) {
      for (JsonNode each : get("/api/v1/server").get("starting")) {
        if (each.get("launch_id").equals(launch.get("launch_id"))
            && !each.get("status").asText().equals("starting")) {
          return each;
        }
      }
      Thread.sleep(20);
    }
  }

  @Test
  void start_dataThatTakeTime_isAnsweredAndTheSweepComes() throws Exception {
    HttpResponse<String> response = start(file);

    assertThat(response.statusCode()).isEqualTo(202);
    JsonNode launch = JSON.readTree(response.body());
    assertThat(launch.get("name").asText()).isEqualTo("sweep");
    assertThat(launch.get("status").asText()).isEqualTo("starting");
    assertThat(get("/api/v1/sweeps")).isEmpty();
    assertThat(get("/api/v1/server").get("starting")).containsExactly(launch);

    data.countDown();
    JsonNode started = ended(launch);
    assertThat(started.get("status").asText()).isEqualTo("started");
    assertThat(get("/api/v1/sweeps/" + started.get("sweep_id").asText()).get("name").asText())
        .isEqualTo("sweep");
  }

  @Test
  void start_dataThatNeverCome_isToldAsAFailure() throws Exception {
    mirrorsFail = true;
    JsonNode launch = JSON.readTree(start(file).body());

    data.countDown();
    JsonNode failed = ended(launch);
    assertThat(failed.get("status").asText()).isEqualTo("failed");
    assertThat(failed.get("name").asText()).isEqualTo("sweep");
    assertThat(failed.get("problem").asText()).isEqualTo("need a mirror that answers, found none");
    assertThat(get("/api/v1/sweeps")).isEmpty();
  }

  @Test
  void start_whatShowsAtOnce_isAnsweredSo() throws Exception {
    HttpResponse<String> invalid = start(file.replace("grid", "gird"));
    assertThat(invalid.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(invalid.body()).at("/problems/0/nearest").asText()).isEqualTo("grid");

    data.countDown();
    HttpResponse<String> missing = start(file.replace(folder.toString(), folder + "/gone"));
    assertThat(missing.statusCode()).isEqualTo(409);
    assertThat(missing.body()).contains("/gone");
    assertThat(start(file).statusCode()).isEqualTo(201);
    assertThat(get("/api/v1/server").get("starting"))
        .extracting(each -> each.get("status").asText())
        .containsExactly("failed", "started");
  }

  @Test
  void resume_dataThatTakeTime_isAnsweredAndTheSweepGoesOn() throws Exception {
    data.countDown();
    String id = JSON.readTree(start(file).body()).get("sweep_id").asText();
    while (store.sweep(id).map(Sweep::status).orElseThrow() == SweepStatus.RUNNING) {
      Thread.sleep(20);
    }
    try (RunStore other = H2RunStore.open(database(), Clock.systemUTC())) {
      other.endSweep(id, SweepStatus.INTERRUPTED, ""); // not the runner, which is about to end
    }

    HttpResponse<String> response =
        client.send(
            post("/api/v1/sweeps/" + id + "/resume", "application/json", "{}"),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).isEqualTo(202);
  }

  @Test
  void start_moreThanMayWait_isRefusedAndOthersAreAnswered() throws Exception {
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < 17; i++) {
      answers.add(
          client.sendAsync(
              post("/api/v1/sweeps", "application/yaml", file), BodyHandlers.ofString()));
    }
    assertThat(get("/api/v1/sweeps")).isEmpty();
    List<Integer> statuses = answers.stream().map(each -> each.join().statusCode()).toList();
    assertThat(statuses).containsOnly(202, 409).containsOnlyOnce(409);
    mirrorsFail = true;
  }
}
