package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.Samples;
import dev.trawl.track.DamagedCheckpointException;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import dev.trawl.track.SweepTakenOverException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract on a database in memory, which a URL may name. */
final class H2RunStoreMemoryTest extends RunStoreContract {
  @Override
  public RunStore open(String name, Clock clock) {
    return H2RunStore.open("jdbc:h2:mem:" + name, clock);
  }

  @Test
  void endSweep_failedBeforeItsCommit_leavesTheSweepToWhoClaimsIt() throws SQLException {
    String url = "jdbc:h2:mem:uncommitted;USER=sa;PASSWORD=x";
    FakeClock clock = new FakeClock(Instant.parse("2026-01-02T03:04:05Z"));
    try (RunStore first = H2RunStore.open(url, clock);
        RunStore second = H2RunStore.open(url, clock);
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      Sweep sweep = first.createSweep(Samples.sweep("ended late"), Owner.ofThisProcess());
      statement.execute("ALTER TABLE change_counter ADD CONSTRAINT none_more CHECK sequence < 2");
      assertThatThrownBy(() -> first.endSweep(sweep.id(), SweepStatus.STOPPED, ""))
          .isInstanceOf(StoreException.class);
      statement.execute("ALTER TABLE change_counter DROP CONSTRAINT none_more");
      clock.advance(Duration.ofSeconds(RunStore.HEARTBEAT_TIMEOUT_SECONDS + 1));
      Sweep claimed = second.claimSweep(sweep.id(), Owner.ofThisProcess());

      assertThatThrownBy(() -> first.endSweep(sweep.id(), SweepStatus.STOPPED, ""))
          .isInstanceOf(SweepTakenOverException.class);

      assertThat(second.sweep(sweep.id())).contains(claimed);
    }
  }

  /** Who lost the right to flush commits all the same. */
  @Test
  void endSweep_failedAfterItsCommit_isEndedByTheNextTry() throws SQLException {
    String url = "jdbc:h2:mem:unflushed;USER=sa;PASSWORD=x";
    try (RunStore store = H2RunStore.open(url, Clock.systemUTC())) {
      Sweep sweep = store.createSweep(Samples.sweep("ended twice"), Owner.ofThisProcess());
      try (Connection connection = DriverManager.getConnection(url);
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE USER other PASSWORD 'x' ADMIN");
        statement.execute("GRANT ALL ON SCHEMA public TO sa");
      }
      try (Connection connection =
              DriverManager.getConnection("jdbc:h2:mem:unflushed", "other", "x");
          Statement statement = connection.createStatement()) {
        statement.execute("ALTER USER sa ADMIN FALSE");
        assertThatThrownBy(() -> store.endSweep(sweep.id(), SweepStatus.STOPPED, "enough"))
            .isInstanceOf(StoreException.class);
        statement.execute("ALTER USER sa ADMIN TRUE");
      }
      Sweep ended = store.sweep(sweep.id()).orElseThrow();
      assertThat(ended.status()).isEqualTo(SweepStatus.STOPPED);

      assertThat(store.endSweep(sweep.id(), SweepStatus.STOPPED, "enough")).isEqualTo(ended);
    }
  }

  @Test
  void checkpoint_whoseBytesChanged_isNamedAsDamaged() throws SQLException {
    String url = "jdbc:h2:mem:damaged;USER=sa;PASSWORD=x";
    try (RunStore store = H2RunStore.open(url, Clock.systemUTC());
        Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      Sweep sweep = store.createSweep(Samples.sweep("damaged"), Owner.ofThisProcess());
      Run run = store.createRun(Samples.run(sweep.id(), 1));
      store.startRun(run.id());
      store.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
      assertThat(store.checkpoint(run.id(), 1)).isPresent();

      statement.executeUpdate("UPDATE checkpoint_model SET data = X'00'");

      assertThatThrownBy(() -> store.checkpoint(run.id(), 1))
          .isInstanceOf(DamagedCheckpointException.class)
          .hasMessageContaining("need checkpoint " + run.id() + "/1 with 2000 bytes and SHA-256 ");
    }
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void close_interruptedWhileAWriteWaits_letsItEndAndStaysInterrupted() throws Exception {
    String url = "jdbc:h2:mem:interrupted;USER=sa;PASSWORD=x";
    RunStore store = H2RunStore.open(url, Clock.systemUTC());
    try (Connection other = DriverManager.getConnection(url);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("SELECT sequence FROM change_counter FOR UPDATE");
      CompletableFuture<Sweep> write =
          CompletableFuture.supplyAsync(
              () -> store.createSweep(Samples.sweep("late"), Owner.ofThisProcess()));
      awaitWaiting(statement);
      FutureTask<Boolean> close =
          new FutureTask<>(
              () -> {
                store.close();
                return Thread.interrupted();
              });
      Thread closing = new Thread(close);
      closing.start();
      while (closing.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      closing.interrupt();

      other.rollback();

      assertThat(write.get().name()).isEqualTo("late");
      assertThat(close.get()).isTrue();
    }
  }

  /** Until somebody waits for a lock. */
  private static void awaitWaiting(Statement statement) throws Exception {
    boolean waiting = false;
    while (!waiting) {
      try (ResultSet blocked =
          statement.executeQuery(
              "SELECT 1 FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL")) {
        waiting = blocked.next();
      }
    }
  }

  /** What can be read to its end is whole. */
  @Test
  void openCheckpoint_aLateByteChanged_isRefusedBeforeTheLastBytes() throws Exception {
    String url = "jdbc:h2:mem:damaged-stream;USER=sa;PASSWORD=x";
    byte[] model = Samples.model(1, 9_000_000);
    try (RunStore store = H2RunStore.open(url, Clock.systemUTC());
        Connection connection = DriverManager.getConnection(url);
        PreparedStatement damage =
            connection.prepareStatement("UPDATE checkpoint_model SET data = ?")) {
      Sweep sweep = store.createSweep(Samples.sweep("damaged"), Owner.ofThisProcess());
      Run run = store.createRun(Samples.run(sweep.id(), 1));
      store.startRun(run.id());
      store.recordEpoch(run.id(), Samples.epoch(1, Map.of(), true, model), Set.of(1));
      try (InputStream stream = store.openCheckpoint(run.id(), 1).orElseThrow()) {
        assertThat(stream.readAllBytes()).isEqualTo(model);
      }

      byte[] damaged = model.clone();
      damaged[8_999_999]++;
      damage.setBytes(1, damaged);
      damage.executeUpdate();

      try (InputStream stream = store.openCheckpoint(run.id(), 1).orElseThrow()) {
        assertThat(stream.readNBytes(8_000_000)).isEqualTo(Arrays.copyOf(model, 8_000_000));
        assertThatThrownBy(() -> stream.readNBytes(1_000_000))
            .isInstanceOf(DamagedCheckpointException.class);
      }
    }
  }
}
