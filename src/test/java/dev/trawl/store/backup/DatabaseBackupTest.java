package dev.trawl.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.H2RunStore;
import dev.trawl.store.database.Credentials;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.file.FilePages;
import dev.trawl.store.table.CopiedCheckpoints;
import dev.trawl.testkit.ChangedDatabase;
import dev.trawl.testkit.RecordedText;
import dev.trawl.testkit.Samples;
import dev.trawl.testkit.StoreProcess;
import dev.trawl.testkit.StoreProcess.Acknowledged;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database backed up while others write, and brought back. */
final class DatabaseBackupTest {
  private static final Clock CLOCK = Clock.systemUTC();

  /** H2 copies to the file's end, which a writer without any moves on almost as fast. */
  private static final int PAUSE_MILLIS = 20;

  /** A pipe holds 64 KB on Linux; at most 1 MB without a privilege. */
  private static final int MORE_THAN_A_PIPE_BYTES = 2 << 20;

  /** H2 takes about a second to copy it. */
  private static final int LARGE_BYTES = 30 << 20;

  private static final int ERASED_SWEEPS = 100;

  /** More are for a person who doubts. */
  private static final int ROUNDS = Integer.getInteger("trawl.test.backups", 1);

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private String url(String name) {
    return "jdbc:h2:file:" + folder.resolve(name).resolve("trawl");
  }

  private DatabaseBackup of(String name) {
    return new DatabaseBackup(url(name), CLOCK);
  }

  private RunStore open(String name) {
    return H2RunStore.open(url(name), CLOCK);
  }

  /** Whichever of the two processes has the file open. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void backup_whileOthersWrite_holdsAllThatWasRecordedBefore(boolean ownerIsHere) throws Exception {
    RunStore first = ownerIsHere ? open("live") : null;
    try (StoreProcess writer = StoreProcess.start(url("live"), PAUSE_MILLIS)) {
      List<Acknowledged> acknowledged = new ArrayList<>(List.of(writer.next()));
      try (RunStore here = first == null ? open("live") : first) {
        Sweep sweep = here.createSweep(Samples.sweep("here"), Owner.ofThisProcess());
        for (int round = 1; round <= ROUNDS; round++) {
          for (int i = 0; i < 20; i++) {
            acknowledged.add(writer.next());
          }
          Run run = here.createRun(Samples.run(sweep.id(), round));
          here.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
          acknowledged.add(new Acknowledged(sweep.id(), run.id(), 1));

          of("live").write(folder.resolve("copy" + round + ".zip"), false);

          assertThat(of("restored" + round).restore(folder.resolve("copy" + round + ".zip")))
              .extracting(restored -> restored.contents().sweeps())
              .isEqualTo(2L);
          requireHeld("restored" + round, acknowledged);
        }
      }
    }
    awaitClosed("live");
  }

  /**
   * With the other process's operations H2 ends here a moment later, and keeps its lock till then.
   */
  private void awaitClosed(String database) {
    Path lock = folder.resolve(database).resolve("trawl.lock.db");
    for (int tried = 0; tried < 60 && Files.exists(lock); tried++) {
      LockSupport.parkNanos(50_000_000);
    }
  }

  /** H2 writes the first copy to a pipe that nobody reads from, and that can't hold all of it. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void backup_whileAnotherIsWritten_isRefusedAndHarmsNoneOfThem() throws Exception {
    record(Samples.model(1, MORE_THAN_A_PIPE_BYTES));
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    DatabaseUrl url = DatabaseUrl.parse(url("db"));
    String password = Files.readString(folder.resolve("db").resolve("trawl.password")).strip();
    ExecutorService executor = Executors.newCachedThreadPool();
    try (RunStore store = open("db");
        Connection connection = DriverManager.getConnection(url.jdbc(), "trawl", password)) {
      Future<Long> first =
          executor.submit(
              () ->
                  new LiveCopy(url, executor)
                      .write(connection, new Credentials("trawl", password), pipe));
      try (InputStream copy = Files.newInputStream(pipe)) { // opens when H2 has
        assertThatThrownBy(() -> of("db").write(folder.resolve("second.zip"), false))
            .isInstanceOf(StoreException.class)
            .hasMessage("need one copy of the database at a time, found another");
        assertThat(folder.resolve("second.zip")).doesNotExist();
        long latest = store.sequence();
        store.createSweep(Samples.sweep("meanwhile"), Owner.ofThisProcess());
        copy.transferTo(OutputStream.nullOutputStream());
        assertThat(first.get()).isEqualTo(latest);
      }
      assertThat(of("db").write(folder.resolve("third.zip"), false).contents().sweeps())
          .isEqualTo(2);
    } finally {
      executor.shutdown();
    }
  }

  /** The copy takes long enough that some of it is from after a sweep was erased. */
  @Test
  void backup_whileSweepsAreErased_isWritten() throws Exception {
    record(Samples.model(1, LARGE_BYTES));
    AtomicBoolean written = new AtomicBoolean();
    try (RunStore store = open("db")) {
      for (int i = 0; i < ERASED_SWEEPS; i++) {
        Sweep sweep = store.createSweep(Samples.sweep("gone"), Owner.ofThisProcess());
        store.endSweep(sweep.id(), SweepStatus.STOPPED, "");
        store.deleteSweep(sweep.id());
      }
      CompletableFuture<Integer> erasing =
          CompletableFuture.supplyAsync(() -> eraseDeleted(store, written));
      DatabaseBackup.Written backup;
      try {
        backup = of("db").write(folder.resolve("erased.zip"), false);
      } finally {
        written.set(true);
      }
      assertThat(erasing.join()).isPositive();
      assertThat(backup.contents().runs()).isEqualTo(1);
    }
  }

  /** One sweep after the other, until there is a backup: how many. */
  private static int eraseDeleted(RunStore store, AtomicBoolean written) {
    int erased = 0;
    for (Sweep sweep : store.deletedSweeps()) {
      if (!written.get()) {
        store.eraseDeleted(sweep.id(), CLOCK.instant(), false);
        erased++;
      }
    }
    return erased;
  }

  private void requireHeld(String name, List<Acknowledged> acknowledged) {
    try (RunStore store = open(name)) {
      for (Acknowledged epoch : acknowledged) {
        assertThat(store.metrics(epoch.runId(), Set.of(Metric.VAL_ACCURACY)))
            .extracting(Metric::step)
            .contains((long) epoch.epoch());
      }
      for (Run run : store.findRuns("")) {
        for (Checkpoint checkpoint : store.checkpoints(run.id())) {
          assertThat(store.checkpoint(run.id(), checkpoint.epoch())).isPresent();
        }
      }
    }
  }

  /** A run with one checkpoint, deleted. */
  private void record(byte[] model) {
    try (RunStore store = open("db")) {
      Sweep sweep = store.createSweep(Samples.sweep("kept"), Owner.ofThisProcess());
      Run run = store.createRun(Samples.run(sweep.id(), 1));
      Map<String, Double> metrics = Map.of(Metric.VAL_ACCURACY, 0.5);
      store.recordEpoch(run.id(), Samples.epoch(1, metrics, true, model), Set.of(1));
      store.endRun(run.id(), Samples.finished(990), Set.of(1));
      store.deleteRun(run.id());
    }
  }

  /** A backup of what was recorded. */
  private Path backup() {
    record(Samples.model(1, 2000));
    Path file = folder.resolve("backup.zip");
    of("db").write(file, false);
    return file;
  }

  @Test
  void restore_ofABackup_isWhatItWas() {
    Path file = backup();

    BackupContents contents = of("back").restore(file).contents();

    assertThat(contents).isEqualTo(new BackupContents(8, contents.sequence(), 1, 1, 2, 1));
    try (RunStore before = open("db");
        RunStore after = open("back")) {
      assertThat(RecordedText.of(after)).isEqualTo(RecordedText.of(before));
      assertThat(after.deletedRuns(after.sweeps().get(0).id(), RunQuery.ALL)).hasSize(1);
    }
  }

  @Test
  void backup_file_isItsOwnersAloneAndLeavesNothingBeside() throws IOException {
    Path file = backup();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactlyInAnyOrder(file, folder.resolve("db"));
    }
    of("back").restore(file);
    for (String name : List.of("trawl.mv.db", "trawl.password")) {
      assertThat(
              PosixFilePermissions.toString(
                  Files.getPosixFilePermissions(folder.resolve("back").resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void backup_fileThatIsThere_isKeptUnlessItMayBeReplaced() throws IOException {
    Path file = backup();
    byte[] before = Files.readAllBytes(file);

    assertThatThrownBy(() -> of("db").write(file, false))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("need a new file, found");
    assertThat(file).hasBinaryContent(before);
    try (RunStore store = open("db")) {
      store.createSweep(Samples.sweep("another"), Owner.ofThisProcess());
    }
    assertThat(of("db").write(file, true).contents().sweeps()).isEqualTo(2);
    assertThat(of("back").restore(file).contents().sweeps()).isEqualTo(2);
  }

  @Test
  void restore_ofDamagedRows_namesThem() throws IOException {
    record(Samples.model(1, 2000));
    ChangedDatabase.change(folder.resolve("db/trawl"), "UPDATE run SET seconds = 9.5");
    Path file = folder.resolve("damaged.zip");
    List<String> damaged = of("db").write(file, false).damaged();

    assertThat(damaged).isNotEmpty();
    assertThat(of("back").restore(file).damaged()).isEqualTo(damaged);
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
    assertThatThrownBy(() -> of("restored").restore(file))
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
    assertThatThrownBy(() -> of("restored").restore(file))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("need at most 65,536 bytes of backup.json, found more");
  }

  @Test
  void restore_whereADatabaseIs_leavesItAlone() {
    Path file = backup();

    assertThatThrownBy(() -> of("db").restore(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("need a place without a database, found");
    try (RunStore store = open("db")) {
      assertThat(store.findSweep("kept")).isPresent();
    }
  }

  @Test
  void restore_damagedOrOtherFile_isRefusedAndLeavesNoDatabase() throws IOException {
    Path file = backup();
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

  private void assertRefused(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("bad.zip"), bytes);
    assertThatThrownBy(() -> of("bad").restore(file))
        .isInstanceOf(StoreException.class)
        .hasMessageStartingWith("need ");
    assertThat(folder.resolve("bad")).doesNotExist();
  }

  /** Flips a byte in the model of every checkpoint. */
  private void damage(String name) throws Exception {
    String password = Files.readString(folder.resolve(name).resolve("trawl.password")).strip();
    try (Connection connection = DriverManager.getConnection(url(name), "trawl", password);
        Statement statement = connection.createStatement()) {
      byte[] model = Samples.model(1, 2000);
      model[1000] ^= 1;
      statement.execute(
          "UPDATE checkpoint_model SET data = X'%s'".formatted(HexFormat.of().formatHex(model)));
    }
  }

  @Test
  void backup_pageBrokenWhileTheDatabaseIsOpen_isRefusedAndNamesTheDatabase() throws Exception {
    record(Samples.model(1, 2000));
    Path data = folder.resolve("db").resolve("trawl.mv.db");
    FilePages pages = new FilePages(data);
    int statements = pages.statements();
    try (RunStore store = open("db")) {
      byte[] damaged = pages.without(statements);
      try (FileChannel file = FileChannel.open(data, StandardOpenOption.WRITE)) {
        file.write(ByteBuffer.wrap(damaged));
      }

      assertThatThrownBy(() -> of("db").write(folder.resolve("backup.zip"), false))
          .isInstanceOf(StoreException.class)
          .hasMessageContainingAll("need a sound database in " + data, "trawl repair " + data)
          .hasMessageNotContaining(".trawl-backup");
      assertThat(store.sweeps()).hasSize(1);
    }
    assertThat(folder.resolve("backup.zip")).doesNotExist();
  }

  @Test
  void backup_checkpointDamagedInTheDatabase_isWrittenAndNamesIt() throws Exception {
    Path file = backup();
    damage("db");

    DatabaseBackup.Written written = of("db").write(file, true);

    assertThat(written.damaged()).containsExactly("checkpoint " + runId("db") + "/1");
    assertThat(of("back").restore(file).contents()).isEqualTo(written.contents());
  }

  private String runId(String name) {
    try (RunStore store = open(name)) {
      return store.findRuns("").get(0).id();
    }
  }

  @Test
  void damagedCheckpoint_ofACopyAlone_isNamedAndNoWarningOnly() throws Exception {
    of("copy").restore(backup());
    damage("copy");
    String password = Files.readString(folder.resolve("db").resolve("trawl.password")).strip();

    try (Handle original = Jdbi.open(url("db"), "trawl", password);
        Handle copy = Jdbi.open(url("copy"), "trawl", password)) {
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
    assertThatThrownBy(() -> of("none").write(folder.resolve("none.zip"), false))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("need a database, found no file");
    assertThat(folder.resolve("none")).doesNotExist();
    assertThatThrownBy(() -> new DatabaseBackup("jdbc:h2:mem:x", CLOCK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need a database in a file of this machine, found jdbc:h2:mem:x");
  }

  @Test
  void restore_databaseWithAUserInItsUrl_needsItAgain() {
    String credentials = ";USER=sa;PASSWORD=secret";
    H2RunStore.open(url("own") + credentials, CLOCK).close();
    Path file = folder.resolve("own.zip");
    new DatabaseBackup(url("own") + credentials, CLOCK).write(file, false);

    assertThatThrownBy(() -> of("back").restore(file))
        .hasMessageContaining("need USER and PASSWORD in the database's URL");
    new DatabaseBackup(url("back") + credentials, CLOCK).restore(file);
    try (RunStore store = H2RunStore.open(url("back") + credentials, CLOCK)) {
      assertThat(store.sweeps()).isEmpty();
    }
  }
}
