package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.testkit.Samples;
import dev.trawl.track.DamagedCheckpointException;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.InputStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.db.LobStorageMap;
import org.h2.mvstore.db.Store;
import org.h2.tools.Server;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models whose bytes in the database are not those that were recorded. */
final class DamagedModelTest {
  /** More than one piece that is read at a time. */
  private static final byte[] MODEL = Samples.model(2, 1_500_000);

  private final String url;

  @SuppressWarnings("NullAway.Init")
  private RunStore store;

  @SuppressWarnings("NullAway.Init")
  private Sweep sweep;

  DamagedModelTest(@TempDir Path folder) {
    url = "jdbc:h2:file:" + folder.resolve("db") + ";USER=sa;PASSWORD=x";
  }

  @BeforeEach
  void open() {
    store = H2RunStore.open(url, Clock.systemUTC());
    sweep = store.createSweep(Samples.sweep("damaged"), Owner.ofThisProcess());
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Two epochs, of which the second has the model. */
  private Run record(int number) {
    Run run = store.createRun(Samples.run(sweep.id(), number));
    store.recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    return recordSecond(run);
  }

  private Run recordSecond(Run run) {
    return store.recordEpoch(run.id(), Samples.epoch(2, Map.of(), true, MODEL), Set.of(1, 2));
  }

  private void damage() {
    byte[] damaged = MODEL.clone();
    damaged[1_400_000] ^= 1;
    try (Handle handle = Jdbi.open(DatabaseUrl.parse(url).jdbc())) {
      int changed =
          handle.execute(
              """
              UPDATE checkpoint_model SET data = ?
              WHERE id IN (SELECT model_id FROM checkpoint WHERE epoch = 2)
              """,
              damaged);
      assertThat(changed).isOne();
    }
    assertThatThrownBy(() -> read(store.findRuns("").get(0)))
        .isInstanceOf(DamagedCheckpointException.class);
  }

  private byte[] read(Run run) {
    return store.checkpoint(run.id(), 2).orElseThrow().model();
  }

  private int models() {
    try (Handle handle = Jdbi.open(DatabaseUrl.parse(url).jdbc())) {
      return handle.createQuery("SELECT COUNT(*) FROM checkpoint_model").mapTo(int.class).one();
    }
  }

  /** What a resume does that went on from the epoch before. */
  @Test
  void recordEpoch_againWhereItsModelWasDamaged_isWhole() {
    Run run = record(1);
    damage();

    recordSecond(run);

    assertThat(read(run)).isEqualTo(MODEL);
    assertThat(models()).isEqualTo(2);
  }

  @Test
  void recordEpoch_withTheModelOfADamagedCheckpoint_makesThatOneWholeToo() {
    Run first = record(1);
    damage();

    Run again = record(2);

    assertThat(read(again)).isEqualTo(MODEL);
    assertThat(read(first)).isEqualTo(MODEL);
    assertThat(models()).isEqualTo(2);
  }

  /** Of the database that this process has open. */
  private Store file() throws SQLException {
    try (Handle handle = Jdbi.open(DatabaseUrl.parse(url).jdbc())) {
      SessionLocal session =
          (SessionLocal) handle.getConnection().unwrap(JdbcConnection.class).getSession();
      return session.getDatabase().getStore();
    }
  }

  /** As a torn place of the file would: the model's last block is gone. */
  private void loseBlock() throws SQLException {
    MVMap<Long, byte[]> blocks = LobStorageMap.openLobDataMap(file().getTransactionStore());
    assertThat(blocks.remove(blocks.lastKey() - 1)).hasSizeGreaterThan(1000); // before its mark
  }

  /** As a full disk does it, under whoever reads. */
  @Test
  void openCheckpoint_fileClosedMeanwhile_isReadToItsEnd() throws Exception {
    Run run = record(1);
    try (InputStream stream = store.openCheckpoint(run.id(), 2).orElseThrow()) {
      assertThat(stream.read()).isEqualTo(MODEL[0] & 0xff);

      file().getMvStore().closeImmediately();

      assertThat(stream.readAllBytes()).isEqualTo(Arrays.copyOfRange(MODEL, 1, MODEL.length));
    }
  }

  @Test
  void checkpoint_aBlockLost_isDamaged() throws Exception {
    Run run = record(1);
    loseBlock();

    assertThatThrownBy(() -> read(run))
        .isInstanceOf(DamagedCheckpointException.class)
        .hasMessageMatching(
            "need the bytes of checkpoint %s/2, found .*: it is damaged".formatted(run.id()));
    assertThat(store.checkpoint(run.id(), 1)).isPresent();
    assertThat(read(recordSecond(run))).isEqualTo(MODEL);
  }

  @Test
  void checkpoint_aBlockLost_isDamagedForAnotherProcessToo() throws Exception {
    Run run = record(1);
    loseBlock();
    Server server = Server.createTcpServer("-tcpPort", "0").start();
    String file =
        DatabaseUrl.parse(url).jdbc().substring("jdbc:h2:".length()).replaceFirst(";.*", "");
    try (RunStore other =
        H2RunStore.open(
            "jdbc:h2:%s/%s;USER=sa;PASSWORD=x".formatted(server.getURL(), file),
            Clock.systemUTC())) {
      assertThatThrownBy(() -> other.checkpoint(run.id(), 2))
          .isInstanceOf(DamagedCheckpointException.class);
    } finally {
      server.stop();
    }
  }
}
