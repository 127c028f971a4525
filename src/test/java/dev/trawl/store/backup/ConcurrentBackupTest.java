package dev.trawl.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.database.Credentials;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.testkit.Samples;
import dev.trawl.testkit.StoreProcess;
import dev.trawl.testkit.StoreProcess.Acknowledged;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases backed up while others write. */
final class ConcurrentBackupTest {
  /** H2 copies to the file's end, which a writer without any moves on almost as fast. */
  private static final int PAUSE_MILLIS = 20;

  /** A pipe holds 64 KB on Linux; at most 1 MB without a privilege. */
  private static final int MORE_THAN_A_PIPE_BYTES = 2 << 20;

  /** H2 takes about a second to copy it. */
  private static final int LARGE_BYTES = 30 << 20;

  private static final int ERASED_SWEEPS = 100;

  /** More are for a person who doubts. */
  private static final int ROUNDS = Integer.getInteger("trawl.test.backups", 1);

  private final Path folder;
  private final BackupFolder databases;

  ConcurrentBackupTest(@TempDir Path folder) {
    this.folder = folder;
    databases = new BackupFolder(folder);
  }

  /** Whichever of the two processes has the file open. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void backup_whileOthersWrite_holdsAllThatWasRecordedBefore(boolean ownerIsHere) throws Exception {
    RunStore first = ownerIsHere ? databases.open("live") : null;
    try (StoreProcess writer = StoreProcess.start(databases.url("live"), PAUSE_MILLIS)) {
      List<Acknowledged> acknowledged = new ArrayList<>(List.of(writer.next()));
      try (RunStore here = first == null ? databases.open("live") : first) {
        Sweep sweep = here.createSweep(Samples.sweep("here"), Owner.ofThisProcess());
        for (int round = 1; round <= ROUNDS; round++) {
          for (int i = 0; i < 20; i++) {
            acknowledged.add(writer.next());
          }
          Run run = here.createRun(Samples.run(sweep.id(), round));
          here.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
          acknowledged.add(new Acknowledged(sweep.id(), run.id(), 1));

          databases.of("live").write(folder.resolve("copy" + round + ".zip"), false);

          assertThat(
                  databases.of("restored" + round).restore(folder.resolve("copy" + round + ".zip")))
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

  private void requireHeld(String name, List<Acknowledged> acknowledged) {
    try (RunStore store = databases.open(name)) {
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

  /** H2 writes the first copy to a pipe that nobody reads from, and that can't hold all of it. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void backup_whileAnotherIsWritten_isRefusedAndHarmsNoneOfThem() throws Exception {
    databases.record(Samples.model(1, MORE_THAN_A_PIPE_BYTES));
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    DatabaseUrl url = DatabaseUrl.parse(databases.url("db"));
    String password = Files.readString(folder.resolve("db").resolve("trawl.password")).strip();
    ExecutorService executor = Executors.newCachedThreadPool();
    try (RunStore store = databases.open("db");
        Connection connection = DriverManager.getConnection(url.jdbc(), "trawl", password)) {
      Future<Long> first =
          executor.submit(
              () ->
                  new LiveCopy(url, executor)
                      .write(connection, new Credentials("trawl", password), pipe));
      try (InputStream copy = Files.newInputStream(pipe)) { // opens when H2 has
        assertThatThrownBy(() -> databases.of("db").write(folder.resolve("second.zip"), false))
            .isInstanceOf(StoreException.class)
            .hasMessage("need one copy of the database at a time, found another");
        assertThat(folder.resolve("second.zip")).doesNotExist();
        long latest = store.sequence();
        store.createSweep(Samples.sweep("meanwhile"), Owner.ofThisProcess());
        copy.transferTo(OutputStream.nullOutputStream());
        assertThat(first.get()).isEqualTo(latest);
      }
      assertThat(databases.of("db").write(folder.resolve("third.zip"), false).contents().sweeps())
          .isEqualTo(2);
    } finally {
      executor.shutdown();
    }
  }

  /** The copy takes long enough that some of it is from after a sweep was erased. */
  @Test
  void backup_whileSweepsAreErased_isWritten() throws Exception {
    databases.record(Samples.model(1, LARGE_BYTES));
    AtomicBoolean written = new AtomicBoolean();
    try (RunStore store = databases.open("db")) {
      for (int i = 0; i < ERASED_SWEEPS; i++) {
        Sweep sweep = store.createSweep(Samples.sweep("gone"), Owner.ofThisProcess());
        store.endSweep(sweep.id(), SweepStatus.STOPPED, "");
        store.deleteSweep(sweep.id());
      }
      CompletableFuture<Integer> erasing =
          CompletableFuture.supplyAsync(() -> eraseDeleted(store, written));
      DatabaseBackup.Written backup;
      try {
        backup = databases.of("db").write(folder.resolve("erased.zip"), false);
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
        store.eraseDeleted(sweep.id(), BackupFolder.CLOCK.instant(), false);
        erased++;
      }
    }
    return erased;
  }
}
