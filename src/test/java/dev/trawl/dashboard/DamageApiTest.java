package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.testkit.ChangedDatabase;
import dev.trawl.track.ImportedRun;
import dev.trawl.track.NewRun;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers that lack what is damaged say so. */
final class DamageApiTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/api/damage.json");

  /** The first epoch of run 2. */
  private static final String EPOCH =
      "UPDATE metric_point SET metric_values = metric_values || X'00' WHERE id = 8589934594";

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Serving serving;

  @SuppressWarnings("NullAway.Init")
  private Sweep sweep;

  @SuppressWarnings("NullAway.Init")
  private List<Run> runs;

  @BeforeEach
  void start() {
    serving = new Serving(folder);
    sweep = serving.recording.digits();
    runs = serving.store.runs(sweep.id(), RunQuery.ALL);
    serving.start();
  }

  @AfterEach
  void close() {
    serving.close();
  }

  private void change(String sql) {
    ChangedDatabase.change(folder.resolve("trawl"), sql);
  }

  private static int damaged(HttpResponse<String> answer) {
    return answer.headers().firstValue("Trawl-Damaged").map(Integer::parseInt).orElse(0);
  }

  private List<String> found() {
    return serving.json("/api/v1/damage").findValuesAsText("description");
  }

  @Test
  void lists_nothingDamaged_haveNoHeader() {
    assertThat(damaged(serving.get("/api/v1/sweeps/digits/runs"))).isZero();
    assertThat(serving.json("/api/v1/damage")).isEmpty();
  }

  @Test
  void runs_oneDamaged_lackItAndSaySo() {
    change("UPDATE run SET seconds = 9.5 WHERE number = 2");
    HttpResponse<String> answer = serving.get("/api/v1/sweeps/digits/runs");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(damaged(answer)).isEqualTo(1);
    assertThat(Serving.json(answer)).hasSize(runs.size() - 1);
    assertThat(found())
        .singleElement()
        .asString()
        .startsWith("run 2 of sweep digits (" + runs.get(1).id() + ") is damaged");
    for (String path : List.of("/api/v1/sweeps", "/api/v1/sweeps/digits/diagnosis")) {
      assertThat(damaged(serving.get(path))).isEqualTo(1);
    }
  }

  @Test
  void sweeps_oneDamaged_lackItAndSaySo() {
    change("UPDATE sweep SET seed = 43");
    HttpResponse<String> answer = serving.get("/api/v1/sweeps");

    assertThat(Serving.json(answer)).isEmpty();
    assertThat(damaged(answer)).isEqualTo(1);
  }

  @Test
  void metrics_oneEpochDamaged_lackItAndSaySo() {
    change(EPOCH);
    for (String path : List.of("sweeps/digits/metrics", "runs/" + runs.get(1).id() + "/metrics")) {
      HttpResponse<String> answer = serving.get("/api/v1/" + path);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(damaged(answer)).isEqualTo(1);
    }
    assertThat(serving.json("/api/v1/damage").at("/0/epoch").asInt()).isEqualTo(1);
  }

  @Test
  void runFindings_aChangeOfTheSweepDamaged_areThereAndOneRunsSaySo() {
    String path = "/api/v1/sweeps/digits/";
    serving.post(path + "set", "application/json", "{\"run_cap\": 40}");
    assertThat(serving.store.adjustments(sweep.id())).hasSize(1);
    change("UPDATE adjustment SET value_after = '41'");
    HttpResponse<String> counted = serving.get(path + "run-findings");
    int number = Serving.json(counted).at("/kinds/0/numbers/0").asInt();
    HttpResponse<String> ofOne =
        serving.get("/api/v1/runs/" + runs.get(number - 1).id() + "/diagnosis");

    assertThat(counted.statusCode()).isEqualTo(200);
    assertThat(damaged(counted)).isZero(); // what they are called doesn't depend on it
    assertThat(ofOne.statusCode()).isEqualTo(200);
    assertThat(Serving.json(ofOne).get("findings")).isNotEmpty();
    assertThat(damaged(ofOne)).isEqualTo(1);
  }

  @Test
  void single_damaged_isRefusedByNameAndNotMissing() {
    change("UPDATE run SET seconds = 9.5 WHERE number = 2");
    change("UPDATE evaluation SET loss = 0.5 WHERE run_id = 3");
    change("UPDATE sweep SET seed = 43");
    assertRefused("runs/" + runs.get(1).id(), "run 2 of sweep digits");
    assertRefused("sweeps/digits", "sweep digits");
    assertRefused("sweeps/digits/runs", "sweep digits");
    assertRefused("runs/" + runs.get(2).id(), "sweep digits");
    change("UPDATE sweep SET seed = 42");
    assertRefused("runs/" + runs.get(2).id(), "the confusion matrix of run 3 of sweep digits");
  }

  private void assertRefused(String path, String name) {
    HttpResponse<String> answer = serving.get("/api/v1/" + path);
    JsonNode problem = Serving.json(answer);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.headers().firstValue("Content-Type")).contains(ErrorAnswers.CONTENT_TYPE);
    assertThat(damaged(answer)).isPositive();
    assertThat(problem.get("title").asText()).isEqualTo("Damaged record");
    assertThat(problem.get("detail").asText()).startsWith(name).contains("is damaged: need");
  }

  @Test
  void csv_oneEpochDamaged_lacksItAndSaysSo() {
    change(EPOCH);
    HttpResponse<String> answer = serving.get("/api/v1/sweeps/digits/runs.csv?history=true");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(damaged(answer)).isEqualTo(1);
    assertThat(found()).singleElement().asString().startsWith("epoch 1 of run 2");
  }

  @Test
  void jsonLines_damageFoundAfterTheHeader_breakOffAndSaySoTheNextTime() {
    List<ImportedRun> many =
        IntStream.rangeClosed(101, 1400).mapToObj(number -> imported(number)).toList();
    serving.store.importRuns(sweep.id(), many);
    serving.get("/api/v1/sweeps"); // all rows are whole yet
    change("UPDATE run SET seconds = 9.5 WHERE number = 1400");
    String path = "/api/v1/sweeps/digits/runs.jsonl";
    assertThatThrownBy(() -> serving.get(path)).hasCauseInstanceOf(IOException.class);
    HttpResponse<String> answer = serving.get(path);

    assertThat(damaged(answer)).isEqualTo(1);
    assertThat(answer.body().lines()).hasSize(runs.size() + many.size() - 1);
  }

  private ImportedRun imported(int number) {
    return new ImportedRun(
        new NewRun(sweep.id(), number, 1, Map.of("rate", 0.25), 7, Map.of()),
        Serving.NOON,
        List.of(),
        new RunEnd(RunStatus.FAILED, "diverged", 0, null));
  }

  /** Remade as those of {@link ApiGolden} are. */
  @Test
  void damage_answer_isAsRecorded() throws IOException {
    change("UPDATE run SET seconds = 9.5 WHERE number = 2");
    change("UPDATE evaluation SET loss = 0.5 WHERE run_id = 3");
    serving.get("/api/v1/sweeps/digits/runs");
    serving.get("/api/v1/runs/" + runs.get(2).id());
    String text =
        new ObjectMapper()
                .writerWithDefaultPrettyPrinter()
                .writeValueAsString(serving.json("/api/v1/damage"))
                .replace(sweep.id(), "5eed")
                .replace(runs.get(1).id(), "a222")
                .replace(runs.get(2).id(), "a333")
                .replaceAll("(CRC-32C|found) [0-9a-f]{8}", "$1 00c0ffee")
            + "\n";
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GOLDEN, text);
    }
    assertThat(text).isEqualTo(Files.readString(GOLDEN));
  }
}
