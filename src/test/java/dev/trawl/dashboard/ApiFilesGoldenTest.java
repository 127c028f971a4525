package dev.trawl.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API answers about what a person wrote, with its mistakes, whole. */
final class ApiFilesGoldenTest {
  private static final ApiGolden golden = new ApiGolden();

  private static Serving serving;

  @BeforeAll
  static void record(@TempDir Path folder) {
    serving = new Serving(folder);
    golden.name(serving.recording.digits(), serving.store);
    serving.start();
  }

  @AfterAll
  static void close() {
    serving.close();
  }

  @Test
  void check_validFile_saysWhatItWouldDo() {
    HttpResponse<String> response =
        serving.post("/api/v1/check", "application/yaml", Recording.YAML);

    assertThat(response.statusCode()).isEqualTo(200);
    golden.check("check", Serving.json(response));
    golden.check("again", serving.json("/api/v1/sweeps/digits/file?run=1"));
  }

  /** All that decides which runs there are. */
  @Test
  void check_fileWithConditionsAndRules_saysThem() {
    String file =
        """
        name: whole
        dataset: mnist
        method: tpe
        seed: 42
        run_cap: 30
        metric: {name: val_accuracy, goal: maximize}
        parameters:
          batch_size:    {values: [32, 64]}
          dropout:       {min: 0.0, max: 0.5, when: {batch_size: 64}}
          learning_rate: {distribution: log_uniform_values, min: 3e-4, max: 3e-1}
          training.augmentation.rotation: {min: 0.0, max: 15.0}
        forbid: [{batch_size: 32, learning_rate: {above: 0.1}}]
        early_terminate: {type: asha, min_iter: 1, eta: 3}
        finals: {top: 3, seeds: 2}
        training: {epochs: 9, augmentation: {shift: 0.1}}
        """;
    HttpResponse<String> response = serving.post("/api/v1/check", "application/yaml", file);

    golden.check("check-search", Serving.json(response));
  }

  @Test
  void check_invalidFile_listsEveryProblem() {
    HttpResponse<String> response = serving.post("/api/v1/check", "application/yaml", invalid());

    assertThat(response.statusCode()).isEqualTo(200);
    golden.check("check-invalid", Serving.json(response));
  }

  @Test
  void start_invalidFile_isRefusedWithEveryProblem() {
    HttpResponse<String> response = serving.post("/api/v1/sweeps", "application/yaml", invalid());

    assertThat(response.statusCode()).isEqualTo(400);
    golden.check("problem", Serving.json(response));
  }

  @Test
  void set_badValues_areRefusedEachInItsPlace() {
    HttpResponse<String> response =
        serving.post(
            "/api/v1/sweeps/digits/set",
            "application/json",
            "{\"run_cap\": 0, \"workers\": \"two\", \"parameters\": {\"dropout\": {\"max\": 9}}}");

    assertThat(response.statusCode()).isEqualTo(400);
    golden.check("set-problem", Serving.json(response));
  }

  @Test
  void runs_filterWithMistakes_isRefusedWithEveryPlaceAndWhatWasMeant() {
    HttpResponse<String> response =
        serving.get(
            "/api/v1/sweeps/digits/runs?filter="
                + URLEncoder.encode(
                    "statsu = 'x' AND status = 'finished' AND epochs = '2'", UTF_8));

    assertThat(response.statusCode()).isEqualTo(400);
    golden.check("filter-problem", Serving.json(response));
  }

  private static String invalid() {
    return Recording.YAML.replace("learning_rate", "learning_rat").replace("random", "randm");
  }
}
