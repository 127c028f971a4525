package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.DatasetInfo;
import dev.trawl.tracking.SweepDescription;
import dev.trawl.tracking.TrackedRun;
import dev.trawl.tracking.TrackedSweep;
import dev.trawl.tracking.Tracker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunListingTest {
  @Test
  void runs_whatIsTheSameInAll_isBelowTheTableAndWhatSomeLackInAColumn(@TempDir Path folder) {
    String database = "jdbc:h2:file:" + folder.resolve("t");
    DatasetInfo images = new DatasetInfo("d", "", 8, 2, 2, 0, 0, 1, List.of("no", "yes"));
    try (Tracker tracker = Tracker.open(database);
        TrackedSweep sweep = tracker.begin(SweepDescription.of("s", "m", images, 1))) {
      sweep.begin(Map.of("units", 64, "rate", 0.5)).close();
      sweep.begin(Map.of("units", 64, "rate", 0.25, "momentum", 0.9)).close();
    }

    Ran both = Ran.trawl("runs", "s", "--db", database);
    assertThat(both.out().lines().findFirst().orElseThrow())
        .containsSubsequence("STATUS", "rate", "momentum", "EPOCHS")
        .doesNotContain("units");
    assertThat(both.out()).endsWith("\n\nThe same in all: units=64\n");
    assertThat(Ran.trawl("runs", "s", "--limit", "1", "--db", database).out())
        .contains("units", "rate")
        .doesNotContain("The same in all");
  }

  @Test
  void runs_networksOfSeveralSizes_haveTheirsInAColumnAndOthersBelow(@TempDir Path folder) {
    String database = "jdbc:h2:file:" + folder.resolve("t");
    DatasetInfo images = new DatasetInfo("d", "", 8, 2, 2, 0, 0, 1, List.of("no", "yes"));
    try (Tracker tracker = Tracker.open(database)) {
      for (String name : List.of("small-and-large", "alike")) {
        try (TrackedSweep sweep = tracker.begin(SweepDescription.of(name, "m", images, 1))) {
          for (double size : List.of(1_234.0, name.equals("alike") ? 1_234.0 : 11_689_512.0)) {
            try (TrackedRun run = sweep.begin(Map.of())) {
              run.epoch(Map.of("val_accuracy", 0.5, "network_parameters", size)).finish();
            }
          }
        }
      }
    }

    Ran apart = Ran.trawl("runs", "small-and-large", "--db", database);
    assertThat(apart.out()).contains("SECONDS  PARAMETERS", " 1,234 ", " 11,689,512 ");
    assertThat(apart.out()).doesNotContain("The same in all");
    Ran alike = Ran.trawl("runs", "alike", "--db", database);
    assertThat(alike.out()).endsWith("\nThe same in all: network_parameters=1,234\n");
    String filter = "network_parameters <= 2000";
    assertThat(
            Ran.trawl("runs", "small-and-large", "--filter", filter, "--db", database)
                .out()
                .lines())
        .hasSize(2);
  }
}
