package dev.trawl.dashboard;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.trawl.analysis.AgainFile;
import dev.trawl.analysis.FileChange;
import dev.trawl.analysis.Finding;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.Sweep;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What helps to write a sweep file, over a real server. */
final class SweepFileApiTest {
  private static Serving serving;
  private static Sweep sweep;

  @BeforeAll
  static void start(@TempDir Path folder) {
    serving = new Serving(folder).helping(new ThreeImages());
    sweep = serving.recording.digits();
    serving.store.recordAdjustments(
        sweep.id(), List.of(new Adjustment(0, "run_cap", "12", "20", "ada", Serving.NOON)));
    serving.start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  /** Knows a schema and, of every sweep, three images. */
  private static final class ThreeImages implements SweepFileHelp {
    @Override
    public Map<String, Object> schema() {
      return Map.of("title", "a schema");
    }

    @Override
    public SweepCheck.Data estimate(SweepSource source, SweepSpec spec) throws RefusedException {
      if (spec.title().name().equals("busy")) {
        throw new RefusedException("need a server that trains nothing, found one that does");
      }
      SweepCheck.Memory memory = new SweepCheck.Memory(1, 2, 1, 3);
      SweepCheck.Time time = new SweepCheck.Time(1, 2, 3, 24.0, 1, 6);
      return new SweepCheck.Data(3, 2, 1, 28, 28, 1, 10, memory, time, List.of("few images"), null);
    }
  }

  private static String text(String query) {
    return serving.json("/api/v1/sweeps/digits/file" + query).get("text").asText();
  }

  private static SweepSpec read(String text) throws InvalidSweepException {
    SweepFiles files = Recording.files();
    return files.read(new SweepSource(sweep.source().file(), text, List.of())).spec();
  }

  @Test
  void schema_isAnsweredAsItIs() {
    assertThat(serving.json("/api/v1/schema").toString()).isEqualTo("{\"title\":\"a schema\"}");
  }

  @Test
  void again_ofASweep_isTheSameSweepWithAllThatWasChanged() throws Exception {
    String text = text("");

    assertThat(text).startsWith("# The sweep file of digits (" + sweep.id().substring(0, 8));
    assertThat(text).contains("run_cap: 20").doesNotContain("BY HAND");
    SweepSource changed = Adjustment.changed(sweep.source(), serving.store.adjustments(sweep.id()));
    assertThat(read(text)).isEqualTo(Recording.files().read(changed).spec());
  }

  @Test
  void again_ofARun_fixesItsParametersForOneRun() throws Exception {
    Run run = serving.store.runs(sweep.id(), RunQuery.ALL).get(1);
    String text = text("?run=" + run.number());

    SweepSpec spec = read(text);
    assertThat(text).startsWith("# Run %d of digits (".formatted(run.number()));
    assertThat(spec.search().runCap()).isEqualTo(1);
    run.parameters()
        .forEach(
            (name, value) ->
                assertThat(requireNonNull(spec.search().parameters().get(name)).samples())
                    .as(name)
                    .containsExactly(value));
  }

  /** Else the text would name what is no longer there. */
  @Test
  void again_ofARunWhoseParametersHoldAnAnchor_leavesTheChangeToAPerson() throws Exception {
    String yaml =
        Recording.YAML
                .replace("seed: 42\n", "")
                .replace("  dropout:", "  batch_size: {values: [&seed 42, 64]}\n  dropout:")
            + "seed: *seed\n";
    SweepSource source = new SweepSource("sweep.yaml", yaml, List.of());

    String text =
        new AgainFile(Recording.files(), "digits", source)
            .ofRun(
                3, Map.of("batch_size", 64L, "dropout", 0.25), List.of(finding("dropout", "0.5")));

    assertThat(text)
        .contains("# TO BE CHANGED BY HAND: batch_size is 64")
        .contains("# TO BE CHANGED BY HAND: run_cap is 1")
        .contains("# TO BE CHANGED BY HAND: dropout is 0.5");
    assertThat(read(text)).isEqualTo(Recording.files().read(source).spec());
  }

  @Test
  void again_ofARunThatDiverged_hasWhatItsDiagnosisSaysToChange() throws Exception {
    JsonNode findings = serving.json("/api/v1/runs/%s/diagnosis".formatted(run(10).id()));
    JsonNode rate = findings.at("/findings/0/changes/0");
    String text = text("?run=10");

    assertThat(rate.get("key").asText()).isEqualTo("learning_rate");
    assertThat(text)
        .contains("\n# " + findings.at("/findings/0/title").asText() + ". ")
        .contains(
            "\n# CHANGED: learning_rate is %s, was 0.25\n".formatted(rate.get("value").asText()))
        .doesNotContain("BY HAND");
    Map<String, Distribution> space = read(text).search().parameters();
    assertThat(requireNonNull(space.get("learning_rate")).samples())
        .containsExactly(rate.get("value").asDouble());
    assertThat(requireNonNull(space.get("dropout")).samples())
        .containsExactly(run(10).parameters().get("dropout"));
  }

  @Test
  void ofRun_changesOutsideOfItsParameters_areWrittenWhereTheFileCanHaveThem() throws Exception {
    SweepSource source = new SweepSource("sweep.yaml", Recording.YAML, List.of());

    String text =
        new AgainFile(Recording.files(), "digits", source)
            .ofRun(
                3,
                run(3).parameters(),
                List.of(
                    finding("training.epochs", "6"),
                    finding("training.early_stopping", "{monitor: val_loss, patience: 3}"),
                    finding("batch_size", "128"),
                    finding("batch_size", "256"),
                    finding("momentum", "0.9")));

    SweepSpec spec = read(text);
    assertThat(spec.training().epochs()).isEqualTo(6);
    assertThat(spec.training().rules())
        .singleElement()
        .hasFieldOrPropertyWithValue("name", "early_stopping");
    assertThat(requireNonNull(spec.search().parameters().get("batch_size")).samples())
        .containsExactly(128L);
    assertThat(text)
        .contains("# TO BE CHANGED BY HAND: momentum is 0.9")
        .doesNotContain("256")
        .doesNotContain("HAND: batch_size");
  }

  private static Finding finding(String key, String value) {
    return new Finding(
        Finding.Severity.INFO,
        "It needs " + key,
        "That is so.",
        List.of(),
        List.of(new FileChange(key, value, null)));
  }

  private static Run run(int number) {
    return serving.store.runs(sweep.id(), RunQuery.ofNumber(number)).get(0);
  }

  @Test
  void again_ofAnUnknownRunOrAProgramsSweep_isRefused() {
    serving.recording.ownLoop();
    assertThat(serving.get("/api/v1/sweeps/digits/file?run=99").statusCode()).isEqualTo(404);
    assertThat(serving.get("/api/v1/sweeps/digits/file?run=x").statusCode()).isEqualTo(400);
    assertThat(serving.get("/api/v1/sweeps/own-loop/file").statusCode()).isEqualTo(409);
  }

  @Test
  void check_withAnEstimate_hasTimeAndMemoryOfAValidFileOnly() {
    JsonNode valid = check("?estimate=true", Recording.YAML);
    assertThat(valid.at("/data/time/total_seconds").asDouble()).isEqualTo(24);
    assertThat(valid.at("/data/memory/most_bytes").asLong()).isEqualTo(2);
    assertThat(check("?estimate=false", Recording.YAML).get("data").isNull()).isTrue();
    JsonNode invalid = check("?estimate=true", "name: x");
    assertThat(invalid.get("data").isNull()).isTrue();
    assertThat(invalid.get("problems")).isNotEmpty();
  }

  @Test
  void check_estimateThatIsRefused_saysWhy() {
    HttpResponse<String> response =
        serving.post(
            "/api/v1/check?estimate=true",
            "application/yaml",
            Recording.YAML.replace("name: digits", "name: busy"));
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).contains("need a server that trains nothing");
  }

  private static JsonNode check(String query, String text) {
    HttpResponse<String> response = serving.post("/api/v1/check" + query, "application/yaml", text);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Serving.json(response);
  }
}
