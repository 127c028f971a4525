package dev.trawl.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.ForeignObjectsTest;
import dev.trawl.store.H2RunStore;
import dev.trawl.store.backup.DatabaseRepair.Count;
import dev.trawl.store.backup.DatabaseRepair.Repaired;
import dev.trawl.testkit.RecordedDatabase;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
    try (RunStore store = open()) {
      return store.sweeps().stream().map(Sweep::name).toList();
    }
  }

  private static long lack(Repaired repaired, String what) {
    return count(repaired, what).expected().orElseThrow() - count(repaired, what).found();
  }

  private List<Run> runs(String sweep) {
    try (RunStore store = open()) {
      Sweep found =
          store.sweeps().stream().filter(one -> one.name().equals(sweep)).findFirst().orElseThrow();
      return store.findRuns("").stream().filter(run -> run.sweepId().equals(found.id())).toList();
    }
  }

  private RunStore open() {
    return H2RunStore.open("jdbc:h2:file:" + folder.resolve("trawl-repaired"), Clock.systemUTC());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE run SET seed = seed + 1 WHERE number = 3",
        "SET REFERENTIAL_INTEGRITY FALSE; DELETE FROM run WHERE number = 3"
      })
  void repair_runWhoseRecordIsDamagedOrLost_isNamedWithAllThatItHad(String damage)
      throws Exception {
    Repaired whole = repair();
    repairing.execute(damage);

    Repaired repaired = repair();

    assertThat(repaired.lost())
        .singleElement()
        .asString()
        .matches("run 3 of sweep ended.*: its own record is lost or damaged \\(epochs: \\d+, .*");
    assertThat(lack(repaired, "runs")).isOne();
    assertThat(lack(repaired, "epochs")).isPositive();
    for (String what : List.of("runs", "epochs", "checkpoints")) {
      if (!(damage.startsWith("SET") && what.equals("runs"))) { // H2 counted its rows again
        assertThat(count(repaired, what).expected())
            .as(what)
            .isEqualTo(count(whole, what).expected());
      }
    }
    assertThat(repairing.counted())
        .isEqualTo(repaired.counts().stream().map(Count::found).toList());
    assertThat(Repairing.identities(expected()))
        .containsAll(Repairing.identities(repairing.recorded()));
  }

  @Test
  void repair_sweepWhoseRecordIsDamaged_keepsItsRunsUnderANameThatSaysSo() throws Exception {
    repairing.execute("UPDATE sweep SET seed = seed + 1 WHERE name = 'interrupted'");

    Repaired repaired = repair();

    assertThat(repaired.lost()).isEmpty();
    assertThat(repaired.uncertain())
        .singleElement()
        .asString()
        .matches(
            "sweep interrupted \\(\\w+\\): its own record was damaged; its runs \\(2\\) are under"
                + " the name interrupted-recovered");
    assertThat(runs("interrupted-recovered")).hasSize(2);
    assertThat(sweeps()).contains("ended", "running").doesNotContain("interrupted");
    assertThat(lack(repaired, "sweeps")).isOne();
    assertThat(lack(repaired, "epochs")).isZero();
    assertThat(repairing.recorded()).isNotEmpty();
  }

  @Test
  void repair_sweepsWhoseValuesAreUnreadable_keepTheirRuns() throws Exception {
    repairing.execute(
        """
        UPDATE sweep SET status = 'FINISHEE', thresholds = '[0.1', labels = 'x', tags = '[]',
          epochs = -3, metric_goal = 'MAX', created_at = -1, uid = 'X' || id
        """);

    Repaired repaired = repair();

    assertThat(repaired.lost()).isEmpty();
    assertThat(sweeps()).allMatch(name -> name.endsWith("-recovered")).hasSizeGreaterThan(2);
    assertThat(count(repaired, "sweeps").found()).isZero();
    assertThat(lack(repaired, "runs")).isZero();
    assertThat(lack(repaired, "epochs")).isZero();
    assertThat(lack(repaired, "checkpoints")).isZero();
    assertThat(repairing.recorded()).isNotEmpty();
  }

  @Test
  void repair_historyOfMigrationsLost_findsTheSchema() throws Exception {
    repairing.execute("DELETE FROM \"flyway_schema_history\"");

    repair();

    assertThat(repairing.recorded()).isEqualTo(expected());
  }

  @Test
  void repair_databaseWithATrigger_runsNothingAndBringsTheDataOver() throws Exception {
    Path ran = folder.resolve("ran");
    repairing.execute(ForeignObjectsTest.TRIGGER.replace("%FILE%", ran.toString()));
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
