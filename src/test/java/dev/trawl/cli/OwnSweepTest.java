package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.tracking.SweepDescription;
import dev.trawl.tracking.TrackedRun;
import dev.trawl.tracking.TrackedSweep;
import dev.trawl.tracking.Tracker;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands on what a program recorded without a data set and without a metric. */
final class OwnSweepTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static String trawl(String database, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--db", database));
    all.addAll(List.of(arguments));
    Ran ran = Ran.trawl(all.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran.out();
  }

  @Test
  void commands_onASweepWithoutDataSetAndMetric_makeNothingUp(@TempDir Path folder)
      throws Exception {
    String database = "jdbc:h2:file:" + folder.resolve("db");
    String id;
    try (Tracker tracker = Tracker.open(database);
        TrackedSweep sweep = tracker.begin(SweepDescription.of("agent", "policy", 2));
        TrackedRun run = sweep.begin(Map.of("gamma", 0.5))) {
      id = run.id();
      run.epoch(Map.of("reward", 2.0), new byte[] {1});
      run.finish();
    }

    assertThat(trawl(database, "sweeps")).contains("agent").doesNotContain("%");
    assertThat(trawl(database, "runs", "agent"))
        .contains("gamma", "reward")
        .doesNotContain("VALIDATION", "TEST", "BAND")
        .doesNotContainPattern("\\d\\.\\d+ %");
    assertThat(trawl(database, "show", id)).contains("reward").doesNotContain("the best is");
    JsonNode run = JSON.readTree(trawl(database, "runs", "agent", "--json")).get(0);
    assertThat(run.at("/metrics/reward").asDouble()).isEqualTo(2);
    assertThat(run.get("best_epoch").isNull()).isTrue();
    assertThat(run.get("band").isNull()).isTrue();
    assertThat(run.get("intervals")).isEmpty();
    JsonNode sweep = JSON.readTree(trawl(database, "sweeps", "--json")).get(0);
    assertThat(sweep.get("best_run_id").isNull()).isTrue();
  }

  @Test
  void commands_onStepsOfAProgramsOwn_showWhatItHas(@TempDir Path folder) {
    String database = "jdbc:h2:file:" + folder.resolve("db");
    SweepDescription description =
        new SweepDescription(
            "agent", "policy", null, new Objective("reward", Goal.MAXIMIZE, null), List.of(), 1);
    String id;
    try (Tracker tracker = Tracker.open(database);
        TrackedSweep sweep = tracker.begin(description);
        TrackedRun run = sweep.begin(Map.of("gamma", 0.5))) {
      id = run.id();
      for (int i = 1; i <= 150; i++) {
        run.log(1000L * i, Map.of("reward", 1.0 + i, "loss of the critic", 1.0 / i));
      }
      run.finish();
    }

    assertThat(trawl(database, "show", id))
        .containsPattern("STEP +loss of the critic +reward\\R")
        .containsPattern("\\R +1000 +1 +2\\R")
        .containsPattern("\\R150000 +0\\.006667 +151\\R")
        .contains("100 of 150 steps, evenly spread; runs ")
        .doesNotContainPattern("(?m)^(seed|epochs) ");
    assertThat(trawl(database, "show", "agent"))
        .contains("Run 1 has the best reward", "reward")
        .doesNotContain("test images", "accuracy", "export", "EPOCHS", "VALIDATION", "BAND");
  }
}
