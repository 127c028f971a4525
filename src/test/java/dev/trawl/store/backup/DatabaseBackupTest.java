package dev.trawl.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.file.FilePages;
import dev.trawl.store.table.CopiedCheckpoints;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a backup is, and of what none is made. */
final class DatabaseBackupTest {
  private final Path folder;
  private final BackupFolder databases;

  DatabaseBackupTest(@TempDir Path folder) {
    this.folder = folder;
    databases = new BackupFolder(folder);
  }

  @Test
  void backup_file_isItsOwnersAloneAndLeavesNothingBeside() throws IOException {
    Path file = databases.backup();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, folder.resolve("db"));
    }
    databases.of("back").restore(file);
    for (String name : List.of("trawl.mv.db", "trawl.password")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("back").resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void backup_fileThatIsThere_isKeptUnlessItMayBeReplaced() throws IOException {
    Path file = databases.backup();
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> databases.of("db").write(file, false))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("need a new file, found");
    assertThat(file).hasBinaryContent(before);
    try (RunStore store = databases.open("db")) {
      store.createSweep(Samples.sweep("another"), Owner.ofThisProcess());
    }
    assertThat(databases.of("db").write(file, true).contents().sweeps()).isEqualTo(2);
    assertThat(databases.of("back").restore(file).contents().sweeps()).isEqualTo(2);
  }

  /** Flips a byte in the model of every checkpoint. */
  private void damage(String name) throws Exception {
    String password = Files.readString(folder.resolve(name).resolve("trawl.password")).strip();
    try (Connection connection =
            DriverManager.getConnection(databases.url(name), "trawl", password);
        Statement statement = connection.createStatement()) {
      byte[] model = Samples.model(1, 2000);
      model[1000] ^= 1;
      statement.execute(
          "UPDATE checkpoint_model SET data = X'%s'".formatted(HexFormat.of().formatHex(model)));
    }
  }

  @Test
  void backup_pageBrokenWhileTheDatabaseIsOpen_isRefusedAndNamesTheDatabase() throws Exception {
    databases.record(Samples.model(1, 2000));
    Path data = folder.resolve("db").resolve("trawl.mv.db");
    FilePages pages = new FilePages(data);
    int statements = pages.statements();
    try (RunStore store = databases.open("db")) {
      byte[] damaged = pages.without(statements);
      try (FileChannel file = FileChannel.open(data, StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap(damaged));
      }

      assertThatThrownBy(() -> databases.of("db").write(folder.resolve("backup.zip"), false))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll("need a sound database in " + data, "trawl repair " + data)
          .hasMessageNotContaining(".trawl-backup");
      assertThat(store.sweeps()).hasSize(1);
    }
    assertThat(folder.resolve("backup.zip")).doesNotExist();
  }

  @Test
  void backup_checkpointDamagedInTheDatabase_isWrittenAndNamesIt() throws Exception {
    Path file = databases.backup();
    damage("db");

    DatabaseBackup.Written written = databases.of("db").write(file, true);

    assertThat(written.damaged()).containsExactly("checkpoint " + runId("db") + "/1");
    assertThat(databases.of("back").restore(file).contents()).isEqualTo(written.contents());
  }

  private String runId(String name) {
    try (RunStore store = databases.open(name)) {
      return store.findRuns("").get(0).id();
    }
  }

  @Test
  void damagedCheckpoint_ofACopyAlone_isNamedAndNoWarningOnly() throws Exception {
    databases.of("copy").restore(databases.backup());
    damage("copy");
    String password = Files.readString(folder.resolve("db").resolve("trawl.password")).strip();

    try (Handle original = Jdbi.open(databases.url("db"), "trawl", password);
        Handle copy = Jdbi.open(databases.url("copy"), "trawl", password)) {
      List<Checkpoint> damaged = new CopiedCheckpoints(copy).damaged();
      assertThat(damaged).extracting(Checkpoint::epoch).containsExactly(1);
      assertThatThrownBy(() -> CopiedCheckpoints.alsoDamaged(original, damaged))
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "need a copy whose checkpoints are whole, found checkpoint %s/1 damaged in the copy"
                  + " alone",
              damaged.get(0).runId());
      assertThat(new CopiedCheckpoints(original).damaged()).isEmpty();
    }
  }

  @Test
  void backup_noDatabaseInAFile_isRefused() {
    assertThatThrownBy(() -> databases.of("none").write(folder.resolve("none.zip"), false))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("need a database, found no file");
    assertThat(folder.resolve("none")).doesNotExist();
    assertThatThrownBy(() -> new DatabaseBackup("jdbc:h2:mem:x", BackupFolder.CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need a database in a file of this machine, found jdbc:h2:mem:x");
  }
}
