package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A database that is backed up and brought back elsewhere. */
final class BackupCommandTest {
  private final RecordedDigits digits;
  private final Path folder;

  BackupCommandTest(@TempDir Path folder) {
    this.folder = folder;
    digits = new RecordedDigits(folder);
  }

  @Test
  void backupAndRestore_ofADatabase_bringItBackElsewhere() throws Exception {
    digits.record(SweepStatus.FINISHED);
    String file = folder.resolve("backup.zip").toString();
    String back = "jdbc:h2:file:" + folder.resolve("back");

    Ran backup = digits.trawl("backup", file);

    assertThat(backup.exitCode()).isZero();
    assertThat(backup.err())
        .startsWith("backed up 1 sweep, 2 runs and 1 checkpoint to " + file + " (");
    assertThat(digits.trawl("backup", file).exitCode()).isEqualTo(2);
    assertThat(digits.trawl("backup", file, "--force").exitCode()).isZero();
    digits.assertFails("need a place without a database", "restore", file);
    assertThat(Ran.trawl("restore", file, "--db", back).err())
        .isEqualTo("restored 1 sweep, 2 runs and 1 checkpoint to " + back + "\n");
    assertThat(Ran.trawl("sweeps", "--db", back).out()).isEqualTo(digits.trawl("sweeps").out());
    digits.assertFails("there is no file none.zip", "restore", "none.zip");
  }

  @Test
  void restore_inAProcessOfItsOwn_bringsBackWhatWasRecorded() throws Exception {
    digits.record(SweepStatus.FINISHED);
    String file = folder.resolve("backup.zip").toString();
    digits.trawl("backup", file);
    Workplace fresh = new Workplace(Files.createDirectory(folder.resolve("fresh")), "restored");

    Process process = fresh.start("restore", file);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Files.readString(fresh.err()))
        .isEqualTo("restored 1 sweep, 2 runs and 1 checkpoint to " + fresh.database() + "\n");
    for (List<String> command :
        List.of(
            List.of("sweeps", "--json"),
            List.of("runs", "digits", "--json"),
            List.of("runs", "digits", "--history", "--format=jsonl"))) {
      String[] arguments = command.toArray(String[]::new);
      assertThat(fresh.trawl(arguments)).isEqualTo(digits.trawl(arguments));
    }
    try (RunStore before = digits.open();
        RunStore after = H2RunStore.open(fresh.database(), Clock.systemUTC())) {
      Checkpoint kept = before.checkpoints().get(0);
      assertThat(after.checkpoints()).containsExactly(kept);
      assertThat(after.checkpoint(kept.runId(), kept.epoch()).orElseThrow().model())
          .isEqualTo(before.checkpoint(kept.runId(), kept.epoch()).orElseThrow().model());
    }
  }

  @Test
  void restore_whereAnotherProcessHasADatabaseOpen_isRefusedAndLeavesItAlone() throws Exception {
    digits.record(SweepStatus.FINISHED);
    String file = folder.resolve("backup.zip").toString();
    digits.trawl("backup", file);
    Workplace target = new Workplace(folder, "target");
    try (RunStore store = H2RunStore.open(target.database(), Clock.systemUTC())) {
      Process process = target.start("restore", file);

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(Files.readString(target.err()))
          .isEqualTo(
              "trawl: need a place without a database, found %s there\n"
                  .formatted(folder.resolve("target.mv.db")));
      assertThat(store.sweeps()).isEmpty();
    }
    assertThat(target.trawl("sweeps").err()).startsWith("no sweeps yet");
  }

  /** While it is copied, which takes H2 about a second. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void backup_toldToEnd_leavesNothing() throws Exception {
    try (RunStore store = digits.open()) {
      Sweep sweep = store.createSweep(digits.newSweep(), Owner.ofThisProcess());
      Run run = RecordedDigits.begin(store, sweep, 1);
      byte[] model = Samples.model(1, 30 << 20);
      store.recordEpoch(
          run.id(), Samples.epoch(1, Map.of("val_loss", 0.5), true, model), Set.of(1));
    }
    Path target = Files.createDirectory(folder.resolve("target"));

    Process backup =
        new Workplace(folder, "db").start("backup", target.resolve("backup.zip").toString());
    while (names(target).isEmpty()) {
      assertThat(backup.isAlive()).isTrue();
      TimeUnit.MILLISECONDS.sleep(5);
    }
    backup.destroy(); // SIGTERM

    assertThat(backup.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(names(target)).isSubsetOf("backup.zip");
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> inside = Files.list(folder)) {
      return inside.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  void restore_ofWhatIsNoBackup_saysSoInWords() throws Exception {
    digits.assertFails(
        "need to restore %s to %s, found ".formatted(folder, folder.resolve("db.mv.db")),
        "restore",
        folder.toString());
    assertThat(digits.trawl("restore", folder.toString()).err()).doesNotContain("Exception");
  }
}
