package dev.trawl.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.ForeignObjectsTest;
import dev.trawl.store.H2RunStore;
import dev.trawl.store.backup.DatabaseRepair.Count;
import dev.trawl.store.backup.DatabaseRepair.Repaired;
import dev.trawl.testkit.RecordedDatabase;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of the current schema that do not belong together any more once some are lost. */
final class RepairedRowsTest {
  @SuppressWarnings("NullAway.Init")
  private static RecordedDatabase recordedNow;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Repairing repairing;

  @BeforeAll
  static void recordNow(@TempDir Path folder) throws IOException {
    recordedNow = RecordedDatabase.in(folder);
  }

  @BeforeEach
  void copy() throws IOException {
    recordedNow.copyTo(folder);
    repairing = new Repairing(folder);
  }

  private List<String> expected() throws IOException {
    return recordedNow.lines();
  }

  private String url() {
    return "jdbc:h2:file:" + folder.resolve("trawl");
  }

  /** Changes it with H2 alone, and so without checksums. */
  private void execute(String sql) throws Exception {
    String password = Files.readString(folder.resolve("trawl.password")).strip();
    try (Connection connection =
            DriverManager.getConnection(url() + ";TRACE_LEVEL_FILE=0", "trawl", password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Repaired repair() throws IOException {
    return repairing.repair(repairing.bytes()).orElseThrow();
  }

  private static Count count(Repaired repaired, String what) {
    return repaired.counts().stream()
        .filter(count -> count.what().equals(what))
        .findFirst()
        .orElseThrow();
  }

  private List<String> sweeps() {
    try (RunStore store =
        H2RunStore.open("jdbc:h2:file:" + folder.resolve("trawl-repaired"), Clock.systemUTC())) {
      return store.sweeps().stream().map(Sweep::name).toList();
    }
  }

  @Test
  void repair_rowWithAnotherChecksum_isDroppedAndNamed() throws Exception {
    execute("UPDATE run SET seed = seed + 1 WHERE number = 3");

    Repaired repaired = repair();

    assertThat(repaired.lost()).anyMatch(lost -> lost.matches("run 3 .*: its checksum is another"));
    assertThat(count(repaired, "runs").found())
        .isEqualTo(count(repaired, "runs").expected().orElseThrow() - 1);
    assertThat(repairing.counted().get(1)).isEqualTo(count(repaired, "runs").found());
    assertThat(Repairing.identities(expected()))
        .containsAll(Repairing.identities(repairing.recorded()));
  }

  @Test
  void repair_runsWhoseSweepIsLost_areDroppedAndNamed() throws Exception {
    execute("UPDATE sweep SET seed = seed + 1 WHERE name = 'interrupted'");

    Repaired repaired = repair();

    assertThat(repaired.lost())
        .anyMatch(lost -> lost.matches("run 1 \\(\\w+\\): its sweep is lost"))
        .anyMatch(lost -> lost.matches("run 2 \\(\\w+\\): its sweep is lost"));
    assertThat(sweeps()).contains("ended", "running").doesNotContain("interrupted");
    assertThat(count(repaired, "sweeps").expected())
        .hasValue(count(repaired, "sweeps").found() + 1);
    assertThat(repairing.counted())
        .isEqualTo(repaired.counts().stream().map(Count::found).toList());
  }

  @Test
  void repair_historyOfMigrationsLost_findsTheSchema() throws Exception {
    execute("DELETE FROM \"flyway_schema_history\"");

    repair();

    assertThat(repairing.recorded()).isEqualTo(expected());
  }

  @Test
  void repair_databaseWithATrigger_runsNothingAndBringsTheDataOver() throws Exception {
    Path ran = folder.resolve("ran");
    execute(ForeignObjectsTest.TRIGGER.replace("%FILE%", ran.toString()));
    Files.deleteIfExists(ran);

    Repaired repaired = repair();

    assertThat(ran).doesNotExist();
    assertThat(repaired.lost()).singleElement().asString().contains("EVIL");
    assertThat(repairing.recorded()).isEqualTo(expected());
  }

  @Test
  void repair_databaseThatIsOpen_isRefused() {
    try (RunStore store = H2RunStore.open(url(), Clock.systemUTC())) {
      assertThat(store.sweeps()).isNotEmpty();
      assertThatThrownBy(() -> new DatabaseRepair(repairing.file()).repair())
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("found another process using it");
    }
  }
}
