package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each search, what it learns from, and what stops runs, promotes and repeats them: with 1, 2 and 4
 * executors the runs, decisions, metrics and weights are those of the same sweep without Spark, to
 * the last bit. {@code src/spark/check} runs it.
 */
@EnabledIfSystemProperty(named = "trawl.spark.jar", matches = ".+")
final class SearchesOnSparkTest {
  private static final String FILE =
      """
      name: %s
      dataset: {name: mnist, validation_split: 0.2, train_limit: 600, test_limit: 300}
      seed: 7
      metric: {name: val_accuracy, goal: maximize}
      """;

  private static final String SPACE =
      """
      parameters:
        filters: {value: [4, 8]}
        learning_rate: {distribution: log_uniform_values, min: 3.0e-4, max: 1.0e-2}
        dropout: {min: 0.0, max: 0.5}
      """;

  /** The searches and the rules, as few sweeps as have all of them. */
  private static final Map<String, String> SWEEPS =
      Map.of(
          "grid",
          """
          method: grid
          parameters:
            filters: {value: [4, 8]}
            learning_rate: {values: [1.0e-3, 3.0e-3]}
            dropout: {values: [0.0, 0.2]}
          training: {epochs: 2}
          """,
          "random-hyperband",
          """
          method: random
          run_cap: 8
          lag: 2
          early_terminate: {type: hyperband, min_iter: 1, eta: 2, strict: true}
          training: {epochs: 4}
          """
              + SPACE,
          "bayes-asha-finals",
          """
          method: bayes
          run_cap: 13
          lag: 4
          early_terminate: {type: asha, min_iter: 1, eta: 2}
          finals: {top: 2, seeds: 2}
          training: {epochs: 4}
          """
              + SPACE,
          "qmc-median",
          """
          method: qmc
          run_cap: 6
          lag: 2
          early_terminate: {type: median, min_iter: 1, min_runs: 2}
          training: {epochs: 3}
          """
              + SPACE);

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private static Path files;

  @SuppressWarnings("NullAway.Init")
  private static TrawlFolder folder;

  private static final Map<String, Map<String, List<String>>> EXPECTED = new LinkedHashMap<>();

  @BeforeAll
  static void trainWithoutSpark() throws Exception {
    folder = new TrawlFolder(files);
    for (Map.Entry<String, String> sweep : SWEEPS.entrySet()) {
      String name = sweep.getKey();
      Files.writeString(file(name), FILE.formatted(name) + sweep.getValue());
      assertThat(folder.trawl(name, "run", file(name).toString()).waitFor()).isZero();
      EXPECTED.put(name, folder.bits(name));
    }
  }

  private static Path file(String name) {
    return files.resolve(name + ".yaml");
  }

  @Test
  void sweeps_hereDoWhatTheyAreFor() {
    assertThat(decisions("random-hyperband")).contains("STOP");
    assertThat(decisions("bayes-asha-finals")).contains("PAUSE", "PROMOTE", "REPEAT", "WIN");
    assertThat(decisions("qmc-median")).contains("STOP");
  }

  private static String decisions(String name) {
    return String.valueOf(EXPECTED.getOrDefault(name, Map.of()).get("decisions"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void sweeps_onSoManyExecutors_areAsWithoutSpark(int executors) throws Exception {
    for (String name : SWEEPS.keySet()) {
      String database = name + "-" + executors;
      Process driver = onSpark(database, name, executors);

      assertThat(driver.waitFor(TrawlFolder.LONGEST.toMinutes(), TimeUnit.MINUTES))
          .as(database)
          .isTrue();
      assertThat(folder.log(database)).contains(": " + executors + " slots");
      assertThat(folder.bits(database)).as(database).isEqualTo(EXPECTED.get(name));
    }
  }

  private static Process onSpark(String database, String name, int executors) throws IOException {
    String cluster = "local-cluster[%d,1,1500]".formatted(executors);
    return folder.onSpark(
        database, cluster, "run", file(name).toString(), "--workers", Integer.toString(executors));
  }
}
