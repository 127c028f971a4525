package dev.trawl.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.H2RunStore;
import dev.trawl.store.database.DatabaseFiles;
import dev.trawl.store.database.DatabaseUrl;
import dev.trawl.store.database.PrivateCopy;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file that a kill leaves, with headers that lead to an older version than is there: all that
 * was recorded, or a refusal.
 */
final class StaleHeaderTest {
  private static final int BLOCK_BYTES = FileHeader.BLOCK_BYTES;
  private static final int LEAST_EPOCHS = 12;
  private static final int MOST_EPOCHS = 1000;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  /** Both copies of the header as they were after each epoch. */
  private final List<byte[]> headers = new ArrayList<>();

  private byte[] killed = {};
  private String run = "";
  private int recorded;

  private Path file() {
    return folder.resolve("trawl.mv.db");
  }

  private RunStore open() {
    return H2RunStore.open("jdbc:h2:file:" + folder.resolve("trawl"), Clock.systemUTC());
  }

  /**
   * A copy of the file while it is open is what a kill would leave of it: here one after an epoch,
   * and before the store's upkeep flushes again.
   */
  @BeforeEach
  void record() throws IOException {
    try (RunStore store = open()) {
      String sweep = store.createSweep(Samples.sweep("killed"), Owner.ofThisProcess()).id();
      run = store.createRun(Samples.run(sweep, 1)).id();
      store.startRun(run);
      while (recorded < LEAST_EPOCHS || (!isSecondOlder(killed) && recorded < MOST_EPOCHS)) {
        recorded++;
        store.recordEpoch(run, Samples.epoch(recorded, 0.5, false), Set.of(recorded));
        killed = Files.readAllBytes(file());
        headers.add(Arrays.copyOf(killed, 2 * BLOCK_BYTES));
      }
    }
    assertThat(isSecondOlder(killed)).isTrue();
  }

  private static boolean isSecondOlder(byte[] bytes) {
    return header(bytes, 1).version() < header(bytes, 0).version();
  }

  private static FileHeader header(byte[] bytes, int copy) {
    return FileHeader.read(ByteBuffer.wrap(bytes, copy * BLOCK_BYTES, BLOCK_BYTES));
  }

  private int epochs(byte[] bytes) throws IOException {
    Files.deleteIfExists(folder.resolve("trawl.lock.db"));
    Files.write(file(), bytes);
    try (RunStore store = open()) {
      return store.run(run).orElseThrow().epochs();
    }
  }

  private static byte[] with(byte[] bytes, byte[] header, int from, int to) {
    byte[] changed = bytes.clone();
    System.arraycopy(header, from * BLOCK_BYTES, changed, to * BLOCK_BYTES, BLOCK_BYTES);
    return changed;
  }

  @Test
  void open_firstHeaderOfTheSecond_hasEveryEpoch() throws IOException {
    assertThat(epochs(with(killed, killed, 1, 0))).isEqualTo(recorded);
    // and what is recorded then is there the next time
    try (RunStore store = open()) {
      store.recordEpoch(run, Samples.epoch(recorded + 1, 0.5, false), Set.of(recorded + 1));
    }
    assertThat(epochs(Files.readAllBytes(file()))).isEqualTo(recorded + 1);
  }

  @Test
  void open_headersOfAnEarlierEpoch_hasEveryEpochOrIsRefused() throws IOException {
    int opened = 0;
    for (byte[] earlier : headers.subList(recorded - LEAST_EPOCHS / 2, recorded)) {
      for (byte[] stale :
          List.of(
              with(killed, earlier, 0, 0),
              with(with(killed, earlier, 0, 0), earlier, 1, 1),
              with(with(killed, earlier, 1, 0), earlier, 1, 1))) {
        try {
          assertThat(epochs(stale)).isEqualTo(recorded);
          opened++;
        } catch (StoreException e) {
          assertThat(e).hasMessageContaining("a damaged file, left as it is");
          assertThat(file()).hasBinaryContent(stale);
        }
      }
    }
    assertThat(opened).isPositive();
  }

  @Test
  void open_newestChunkDamaged_isRefusedUnlessItNeverCame() throws IOException {
    int begin = (int) header(killed, 0).position();
    byte[] unfinished = killed.clone();
    Arrays.fill(unfinished, begin, begin + OrderedDisk.SECTOR_BYTES, (byte) 0);
    assertThat(epochs(unfinished)).isBetween(recorded - 1, recorded);

    byte[] lost = killed.clone();
    Arrays.fill(lost, begin, begin + BLOCK_BYTES, (byte) 0);
    assertRefused(lost);
    byte[] flipped = killed.clone();
    flipped[begin + 6] ^= 1; // in the number of the chunk
    assertRefused(flipped);
  }

  private void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> epochs(bytes))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a damaged file, left as it is")
        .hasMessageContaining("trawl repair ");
    assertThat(file()).hasBinaryContent(bytes);
  }

  @Test
  void open_firstHeaderLost_isRefusedWithAWayOut() throws IOException {
    byte[] lost = killed.clone();
    Arrays.fill(lost, 0, BLOCK_BYTES, (byte) 0);
    assertRefused(lost);

    DatabaseUrl url = DatabaseUrl.parse("jdbc:h2:file:" + folder.resolve("trawl"));
    assertThatThrownBy(
            () -> PrivateCopy.of(url, new DatabaseFiles(folder.resolve("trawl"))).delete())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("a damaged file, left as it is")
        .hasMessageContaining("trawl repair " + file());
  }
}
