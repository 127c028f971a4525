package dev.trawl.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.ChangedDatabase;
import dev.trawl.testkit.RecordedText;
import dev.trawl.testkit.Samples;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Backups brought back, or refused. */
final class DatabaseRestoreTest {
  private final Path folder;
  private final BackupFolder databases;

  DatabaseRestoreTest(@TempDir Path folder) {
    this.folder = folder;
    databases = new BackupFolder(folder);
  }

  @Test
  void restore_ofABackup_isWhatItWas() {
    Path file = databases.backup();

    BackupContents contents = databases.of("back").restore(file).contents();

    assertThat(contents).isEqualTo(new BackupContents(8, contents.sequence(), 1, 1, 2, 1));
    try (RunStore before = databases.open("db");
        RunStore after = databases.open("back")) {
      assertThat(RecordedText.of(after)).isEqualTo(RecordedText.of(before));
      assertThat(after.deletedRuns(after.sweeps().get(0).id(), RunQuery.ALL)).hasSize(1);
    }
  }

  @Test
  void restore_ofDamagedRows_namesThem() throws IOException {
    databases.record(Samples.model(1, 2000));
    ChangedDatabase.change(folder.resolve("db/trawl"), "UPDATE run SET seconds = 9.5");
    Path file = folder.resolve("damaged.zip");
    List<String> damaged = databases.of("db").write(file, false).damaged();

    assertThat(damaged).isNotEmpty();
    assertThat(databases.of("back").restore(file).damaged()).isEqualTo(damaged);
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[1]", "{", "{\"format\":1}", "{\"format\":\"x\"}"})
  void restore_zipWithAnotherManifest_isRefusedInWords(String manifest) throws IOException {
    Path file = folder.resolve("odd.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (String name : List.of("trawl.mv.db", "backup.json")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(manifest.getBytes(StandardCharsets.UTF_8));
      }
    }
    assertThatThrownBy(() -> databases.of("restored").restore(file))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("need a file that trawl backup wrote, found");
  }

  @Test
  void restore_zipWhoseManifestUnpacksToMuch_isRefusedUnread() throws IOException {
    Path file = folder.resolve("bomb.zip");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("trawl.mv.db"));
      zip.putNextEntry(new ZipEntry("backup.json"));
      zip.write(new byte[1 << 20]);
    }
    assertThatThrownBy(() -> databases.of("restored").restore(file))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("need at most 65,536 bytes of backup.json, found more");
  }

  @Test
  void restore_whereADatabaseIs_leavesItAlone() {
    Path file = databases.backup();

    assertThatThrownBy(() -> databases.of("db").restore(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("need a place without a database, found");
    try (RunStore store = databases.open("db")) {
      assertThat(store.findSweep("kept")).isPresent();
    }
  }

  @Test
  void restore_damagedOrOtherFile_isRefusedAndLeavesNoDatabase() throws IOException {
    Path file = databases.backup();
    byte[] bytes = Files.readAllBytes(file);
    for (int place : new int[] {bytes.length / 3, bytes.length / 2, bytes.length - 30}) {
      byte[] damaged = bytes.clone();
      damaged[place] ^= 0x55;
      assertRefused(damaged);
    }
    assertRefused(Arrays.copyOf(bytes, bytes.length / 2));
    assertRefused("not a zip".getBytes(StandardCharsets.UTF_8));
    assertRefused(new byte[0]);
  }

  @Test
  void restore_databaseWithAUserInItsUrl_needsItAgain() {
    String credentials = ";USER=sa;PASSWORD=secret";
    H2RunStore.open(databases.url("own") + credentials, BackupFolder.CLOCK).close();
    Path file = folder.resolve("own.zip");
    new DatabaseBackup(databases.url("own") + credentials, BackupFolder.CLOCK).write(file, false);

    assertThatThrownBy(() -> databases.of("back").restore(file))
        .hasMessageContaining("need USER and PASSWORD in the database's URL");
    new DatabaseBackup(databases.url("back") + credentials, BackupFolder.CLOCK).restore(file);
    try (RunStore store =
        H2RunStore.open(databases.url("back") + credentials, BackupFolder.CLOCK)) {
      assertThat(store.sweeps()).isEmpty();
    }
  }

  private void assertRefused(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("bad.zip"), bytes);
    assertThatThrownBy(() -> databases.of("bad").restore(file))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("need ");
    assertThat(folder.resolve("bad")).doesNotExist();
  }
}
