package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.store.H2RunStore;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.ModelFile;
import dev.trawl.track.ModelVersion.NewFile;
import dev.trawl.track.ModelVersion.Verified;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Registered models from the command line, on one sweep of two small runs. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ModelsCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Workplace workplace;

  @SuppressWarnings("NullAway.Init")
  private String best;

  @BeforeAll
  void train(@TempDir Path place) throws IOException {
    folder = place;
    workplace = Workplace.create(place, "db");
    Path file =
        workplace.sweep(
            """
            method: grid
            metric: {name: val_accuracy, goal: maximize}
            parameters:
              filters: {value: [4]}
              batch_size: {value: 16}
              learning_rate: {values: [0.001, 0.01]}
            training: {epochs: 1}
            """);
    assertThat(workplace.trawl("run", file.toString(), "--no-dashboard").exitCode()).isZero();
    best = json("sweeps", "--json").get(0).get("best_run_id").asText();
  }

  private Ran ok(String... arguments) {
    Ran ran = workplace.trawl(arguments);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran;
  }

  private JsonNode json(String... arguments) throws IOException {
    return JSON.readTree(ok(arguments).out());
  }

  private void fails(int exitCode, String message, String... arguments) {
    Ran ran = workplace.trawl(arguments);
    assertThat(ran.err()).contains(message);
    assertThat(ran.exitCode()).isEqualTo(exitCode);
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }

  @Test
  @Order(1)
  void models_withoutAny_areNone() throws Exception {
    Ran none = ok("models");
    assertThat(none.out()).isEmpty();
    assertThat(none.err())
        .isEqualTo(
            "no registered models yet; ./trawl models add RUN NAME --db %s adds one\n",
            workplace.database());
    assertThat(json("models", "--json")).isEmpty();
    fails(1, "found no models:/digits; no model is registered", "models", "show", "digits");
  }

  @Test
  @Order(2)
  void add_ofWhatHasNoModel_registersNothing() throws Exception {
    fails(
        1,
        "need the name or id of a sweep, or the id of a run, found nothing",
        "models",
        "add",
        "nothing",
        "digits");
    fails(2, "at most 100 letters, digits", "models", "add", best, "a/b");
    fails(2, "need an alias such as champion, found 7", "models", "add", best, "d", "--alias=7");
    fails(2, "need --alias beside --if-better", "models", "add", best, "d", "--if-better");
    fails(2, "did you mean onnx?", "models", "add", best, "d", "--format", "onx");
    fails(2, "a blank one", "models", "add", best, "d", "--alias=a", "--by", " ");
    String longest = "a".repeat(251);
    fails(2, "found 251 characters", "models", "add", best, "d", "--alias=a", "--by", longest);
    assertThat(json("models", "--json")).isEmpty();
  }

  @Test
  @Order(3)
  void add_ofARun_registersItsVerifiedExportWithItsLineage() throws Exception {
    Ran added = ok("models", "add", "brightness", "digits", "--alias", "champion", "--by", "ada");
    assertThat(added.out())
        .startsWith("models:/digits/1: run ")
        .contains(best.substring(0, 8), " of the test images right, dl4j, onnx in ");
    assertThat(added.err()).isEqualTo("champion stands for version 1 of model digits\n");

    JsonNode second =
        json(
            "models",
            "add",
            best,
            "digits",
            "--format",
            "onnx,onnx-int8",
            "--tolerance=100",
            "--json");
    assertThat(second.get("version").asInt()).isEqualTo(2);
    assertThat(second.get("formats"))
        .extracting(f -> f.get("format").asText())
        .containsExactly("onnx", "onnx-int8");
    assertThat(second.get("run_id").asText()).isEqualTo(best);
    assertThat(second.get("sweep").asText()).isEqualTo("brightness");
    assertThat(second.get("sweep_file").asText()).endsWith("brightness.yaml");
    assertThat(second.at("/dataset/sha256").asText()).hasSize(64);

    JsonNode model = json("models", "--json").get(0);
    assertThat(model).isEqualTo(json("models", "show", "digits", "--json"));
    assertThat(model.at("/aliases/champion").asInt()).isEqualTo(1);
    assertThat(model.at("/moves/0/by").asText()).isEqualTo("ada");
    assertThat(model.at("/versions/1/aliases/0").asText()).isEqualTo("champion");
    assertThat(ok("models").out().lines().toList().get(1))
        .startsWith("digits       2")
        .endsWith("champion: 1");
    assertThat(ok("models", "show", "digits").out()).contains("MOVED", "version 1", "ada", "none");
    assertThat(ok("models", "show", "digits@champion").out())
        .startsWith("version 1 of model digits (champion), registered 20")
        .contains("sweep      brightness (", "model.onnx", second.at("/dataset/sha256").asText());
  }

  @Test
  @Order(4)
  void export_ofAVersion_hasItsFilesByteForByte() throws Exception {
    Path place = folder.resolve("champion");
    JsonNode report = json("export", "models:/digits@champion", "-o", place.toString(), "--json");

    assertThat(report.get("run_id").asText()).isEqualTo(best);
    JsonNode version = json("models", "show", "digits/1", "--json");
    for (JsonNode file : version.get("files")) {
      assertThat(sha256(place.resolve(file.get("path").asText())))
          .isEqualTo(file.get("sha256").asText());
    }
    JsonNode described = JSON.readTree(place.resolve("model.json").toFile());
    assertThat(described.get("name").asText()).isEqualTo("digits");
    assertThat(described.get("version").asText()).isEqualTo("1");
    assertThat(described.at("/run/run_id").asText()).isEqualTo(best);
    ok("export", "models:/digits/2", "-o", place.toString());
    assertThat(place.resolve("model.zip")).doesNotExist();
    fails(2, "need no --format", "export", "models:/digits", "--format=onnx", "-o", "x");
    fails(2, "which is exported as it is, found 1", "export", "models:/d", "--tolerance=1", "-ox");
    fails(1, "found no models:/digits@old", "export", "models:/digits@old", "-o", "x");
    fails(2, "need models:/NAME", "export", "models:/", "-o", "x");
    Files.writeString(place.resolve("mine.txt"), "");
    fails(1, "found other files in", "export", "models:/digits", "-o", place.toString());
  }

  @Test
  @Order(5)
  void predict_byName_isAsFromTheFolder() throws Exception {
    Path place = folder.resolve("folder");
    ok("export", "models:/digits/1", "-o", place.toString());
    String images = folder.resolve("t10k-images-idx3-ubyte") + ":0-4";

    assertThat(ok("predict", "models:/digits@champion", images, "--json").out())
        .isEqualTo(ok("predict", place.toString(), images, "--json").out());
    fails(1, "found no models:/digits/9", "predict", "models:/digits/9", images);
    fails(1, "found no models:/digits/9", "serve-model", "models:/digits/9", "--port=0");
  }

  @Test
  @Order(6)
  void alias_movesAndGoes_withItsHistory() throws Exception {
    Ran refused = workplace.trawl("models", "alias", "digits", "champion", "2", "--if-better");
    assertThat(refused.err())
        .startsWith("trawl: need 1,000 images that neither version 1 of model digits nor ");
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(ok("models", "alias", "digits", "champion", "2").err())
        .isEqualTo("champion stands for version 2 of model digits, it was version 1\n");
    ok("models", "alias", "digits", "älter", "1", "--by", "bob");
    assertThat(ok("models", "alias", "digits", "älter", "--remove").err())
        .isEqualTo("älter stands for none any more, it was version 1 of model digits\n");
    fails(1, "found no models:/digits@älter", "models", "alias", "digits", "älter", "--remove");
    fails(1, "found no models:/digits/9", "models", "alias", "digits", "champion", "9");
    fails(2, "need a version or --remove alone", "models", "alias", "digits", "champion");
    fails(
        2,
        "need the number of a version, found latest",
        "models",
        "alias",
        "digits",
        "a",
        "latest");

    JsonNode moves = json("models", "show", "digits", "--json").get("moves");
    assertThat(moves)
        .extracting(move -> move.get("version").asText())
        .containsExactly("null", "1", "2", "1");
    assertThat(moves.get(2).get("by").asText()).isEqualTo(System.getProperty("user.name"));
  }

  @Test
  @Order(9)
  void add_whoseAliasIsRefused_saysWhichVersionStays() {
    Ran added =
        workplace.trawl(
            "models", "add", best, "digits", "--format=onnx", "--alias=champion", "--if-better");

    assertThat(added.out()).startsWith("models:/digits/3: run ");
    assertThat(added.err())
        .startsWith("trawl: need 1,000 images ")
        .endsWith("; version 3 of model digits stays registered, and champion where it was\n");
    assertThat(added.exitCode()).isEqualTo(1);
  }

  @Test
  @Order(7)
  void deleteAndGc_leaveWhatIsRegistered() throws Exception {
    fails(1, "version 1 of model digits, version 2 of model digits", "delete", best, "--yes");
    fails(1, "version 1 of model digits", "delete", "brightness", "--yes");
    ok("gc", "--keep", "best", "--deleted-before", "0s");
    fails(1, "which is champion", "models", "delete", "digits/2", "--yes");
    fails(2, "need --yes", "models", "delete", "digits/1");
    fails(2, "need NAME/VERSION, or NAME with --all", "models", "delete", "digits", "--yes");

    assertThat(ok("models", "delete", "digits/1", "--yes").err())
        .isEqualTo("deleted version 1 of model digits\n");
    fails(1, "which is champion", "models", "delete", "digits/2", "--yes");
    fails(1, "version 2 of model digits", "delete", best, "--yes");
    ok("export", "models:/digits", "-o", folder.resolve("kept").toString());
  }

  @Test
  @Order(8)
  void backup_restored_hasTheModels() throws Exception {
    String backup = folder.resolve("backup.zip").toString();
    ok("backup", backup);
    String other = "jdbc:h2:file:" + folder.resolve("other");
    assertThat(Ran.trawl("restore", backup, "--db", other).exitCode()).isZero();

    JsonNode restored = JSON.readTree(Ran.trawl("models", "--json", "--db", other).out());

    assertThat(restored).isEqualTo(json("models", "--json"));
    try (RunStore store = H2RunStore.open(other, Clock.systemUTC())) {
      ModelVersion version = store.modelVersions("digits").get(0);
      for (ModelFile file : version.files()) {
        try (var content = store.openModelFile(version, file.path()).orElseThrow()) {
          assertThat(content.readAllBytes()).hasSize((int) file.bytes());
        }
      }
    }
  }

  @Test
  void add_ofARunThatFailed_isRefused(@TempDir Path place) throws Exception {
    RecordedDigits digits = new RecordedDigits(place);
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    try (RunStore store = digits.open()) {
      String failed = store.runs(sweep.id(), RunQuery.ALL).get(1).id();
      digits.assertFails("need a FINISHED run, found " + failed, "models", "add", failed, "digits");
    }
  }

  @Test
  void export_ofAVersionThatNoServerTakes_withAServer_isRefused(@TempDir Path place)
      throws Exception {
    RecordedDigits digits = new RecordedDigits(place);
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    try (RunStore store = digits.open()) {
      NewFile file = new NewFile("model.zip", new byte[9], new Verified("dl4j", 9, 10));
      String run = Objects.requireNonNull(sweep.bestRunId());
      store.registerModel("digits", run, number -> List.of(file));
    }
    String directory = place.resolve("service").toString();
    digits.assertFails(
        "need onnx or onnx-int8 in version 1 of model digits for --server, found dl4j",
        "export",
        "models:/digits",
        "--server",
        "-o",
        directory);
    assertThat(Path.of(directory)).doesNotExist();
  }

  @Test
  @Order(10)
  void delete_ofAllOfAModel_letsItsRunGo() throws Exception {
    Ran deleted = ok("models", "delete", "digits", "--all", "--yes");

    assertThat(deleted.err()).isEqualTo("deleted model digits with 2 versions and 1 alias\n");
    assertThat(json("models", "--json")).isEmpty();
    ok("delete", best, "--yes");
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith(".trawl-"));
    }
  }
}
