package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
        .contains("gamma")
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
}
