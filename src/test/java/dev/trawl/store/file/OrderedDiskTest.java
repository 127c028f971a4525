package dev.trawl.store.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.file.RecordedDisk.Entry;
import dev.trawl.store.file.RecordedDisk.Failing;
import dev.trawl.store.file.RecordedDisk.Flush;
import dev.trawl.store.file.RecordedDisk.Truncation;
import dev.trawl.store.file.RecordedDisk.Write;
import dev.trawl.testkit.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order in which H2's chunks get to the disk. */
final class OrderedDiskTest {
  private static final int BLOCK_BYTES = FileHeader.BLOCK_BYTES;

  private static final String FILE = "data.mv.db";

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private MVStore open(String name) {
    OrderedDisk.register();
    return new MVStore.Builder()
        .fileName("ordered:recorded:" + folder.resolve(name))
        .autoCommitDisabled()
        .open();
  }

  /** A store with chunk 1 on the disk. */
  private MVStore create() {
    RecordedDisk.start(new byte[0]);
    MVStore store = open(FILE);
    writeChunks(store, 1);
    store.sync();
    return store;
  }

  /** Each of many blocks. */
  private static void writeChunks(MVStore store, int count) {
    MVMap<Integer, byte[]> map = store.openMap("map");
    for (int i = 0; i < count; i++) {
      map.put(map.size(), bytes(map.size()));
      store.commit();
    }
  }

  private static byte[] bytes(int key) {
    return Samples.model(key, 100_000);
  }

  @Test
  void chunks_untilAFlush_areWithoutTheirFirstSectorsAndInNoHeader() {
    try (MVStore store = create()) {
      assertThat(changes(() -> writeChunks(store, 2)))
          .containsExactly(
              "blank sector of a chunk",
              "rest of a chunk",
              "blank sector of a chunk",
              "rest of a chunk");
    }
  }

  @Test
  void flush_ofThreeChunks_completesOneAfterTheOtherWhenAllElseIsOnTheDisk() {
    try (MVStore store = create()) {
      assertThat(
              changes(
                  () -> {
                    writeChunks(store, 3);
                    store.sync();
                  }))
          .containsExactly(
              "blank sector of chunk 2",
              "rest of chunk 2",
              "blank sector of chunk 3",
              "rest of chunk 3",
              "blank sector of chunk 4",
              "rest of chunk 4",
              "second header naming chunk 1", // which the last flush left
              "flush",
              "first sector of chunk 2",
              "flush",
              "first sector of chunk 3",
              "flush",
              "first sector of chunk 4",
              "header naming chunk 4",
              "flush");
      assertThat(changes(store::sync)).containsExactly("second header naming chunk 4", "flush");
      assertThat(changes(store::sync)).containsExactly("flush");
    }
  }

  @Test
  void close_withAChunkThatIsNotFlushed_flushesItAndBothHeaders() {
    MVStore store = create();
    writeChunks(store, 1);
    store.sync();
    store.sync();

    assertThat(
            changes(
                () -> {
                  writeChunks(store, 1);
                  store.close();
                }))
        .startsWith(
            "blank sector of chunk 3",
            "rest of chunk 3",
            "flush",
            "first sector of chunk 3",
            "header naming chunk 3",
            "flush",
            "second header naming chunk 3",
            "flush");
  }

  /** The flushes of three chunks: of all but their first sectors, then of each of these. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3})
  void flush_thatFails_leavesNoChunkThatTheDiskMayNeverHave(int succeeding) throws IOException {
    MVStore failing = create();
    writeChunks(failing, 3);
    RecordedDisk.fail(Failing.FLUSHES, succeeding, 1);
    assertThatThrownBy(failing::sync).isInstanceOf(MVStoreException.class);
    failing.closeImmediately();

    int chunks = Math.max(1, succeeding);
    try (MVStore store = open(FILE)) {
      assertThat(store.openMap("map")).hasSize(chunks);
      writeChunks(store, 1);
      store.sync();
    }
    for (int cut = 0; cut < 20; cut++) {
      Files.write(
          folder.resolve("cut.mv.db"),
          RecordedDisk.afterPowerCut(RecordedDisk.length(), new Random(cut)));
      try (MVStore store = open("cut.mv.db")) {
        MVMap<Integer, byte[]> map = store.openMap("map");
        assertThat(map).hasSize(chunks + 1);
        map.forEach((key, bytes) -> assertThat(bytes).isEqualTo(bytes(key)));
      }
    }
  }

  @Test
  void open_afterAKill_putsTheFirstHeaderOnTheDiskBeforeTheSecond() {
    MVStore killed = create();
    writeChunks(killed, 1);
    int changesBeforeTheLastFlush = 4;
    RecordedDisk.fail(Failing.CHANGES, changesBeforeTheLastFlush, Integer.MAX_VALUE);
    assertThatThrownBy(killed::sync).isInstanceOf(MVStoreException.class);
    killed.closeImmediately();
    RecordedDisk.repair();

    try (MVStore store = open(FILE)) {
      assertThat(store.openMap("map")).hasSize(2);
      assertThat(changes(store::sync))
          .containsExactly("flush", "second header naming chunk 2", "flush");
    }
  }

  @Test
  void open_afterTheSecondHeaderFailedToFlush_writesItAgain() {
    MVStore failing = create();
    RecordedDisk.fail(Failing.FLUSHES, 0, 1);
    assertThatThrownBy(failing::sync).isInstanceOf(MVStoreException.class);
    failing.closeImmediately();

    try (MVStore store = open(FILE)) {
      assertThat(changes(store::sync))
          .containsExactly("flush", "second header naming chunk 1", "flush");
    }
  }

  @Test
  void flush_ofAChunkThatWasMoved_leavesTheHeaderNamingTheNewest() throws IOException {
    try (FileChannel file = openFile()) {
      writeChunk(file, 3, 2);
      writeChunk(file, 5, 3);
      file.force(true);

      assertThat(
              changes(
                  () -> {
                    writeChunk(file, 3, 10);
                    force(file);
                  }))
          .containsExactly(
              "blank sector of chunk 3",
              "second header naming chunk 5",
              "flush",
              "first sector of chunk 3",
              "header naming chunk 5",
              "flush");
    }
  }

  /** It looks whole and lies at the end, where H2 comes across it first. */
  @Test
  void open_leftoverOfAMovedChunk_isNotReadForTheChunk() throws IOException {
    byte[] file;
    StoredChunk moved;
    try (MVStore store = create()) {
      writeChunks(store, 4);
      store.sync();
      moved = StoredChunk.parse(Objects.requireNonNull(store.getLayoutMap().get("chunk.3")));
      file = Files.readAllBytes(folder.resolve(FILE));
    }
    assertThat(moved.isLive()).isTrue();
    byte[] leftover = Arrays.copyOfRange(file, (int) moved.begin(), (int) moved.end());
    Arrays.fill(leftover, 20_000, 80_000, (byte) 0);
    byte[] both = Arrays.copyOf(file, file.length + leftover.length);
    System.arraycopy(leftover, 0, both, file.length, leftover.length);
    Files.write(folder.resolve("both.mv.db"), both);

    try (MVStore store = open("both.mv.db")) {
      MVMap<Integer, byte[]> map = store.openMap("map");
      assertThat(map).hasSize(5);
      map.forEach((key, bytes) -> assertThat(bytes).isEqualTo(bytes(key)));
    }
  }

  @Test
  void write_beyondAnEndThatWasCutOff_comesWhenTheDiskHasItCut() throws IOException {
    try (FileChannel file = openFile()) {
      writeChunk(file, 1, 2);
      writeChunk(file, 2, 3);
      file.force(true);
      file.truncate(3L * BLOCK_BYTES);

      assertThat(changes(() -> writeChunk(file, 3, 3)))
          .containsExactly("flush", "blank sector of a chunk");
    }
  }

  @Test
  void lock_released_isHeldUntilTheFileIsClosed() throws IOException {
    try (FileChannel file = openFile()) {
      file.tryLock(0, Long.MAX_VALUE, false).release();

      try (FileChannel other = openFile()) {
        assertThatThrownBy(other::tryLock).isInstanceOf(OverlappingFileLockException.class);
      }
    }
    try (FileChannel other = openFile()) {
      assertThat(other.tryLock()).isNotNull();
    }
  }

  /** Not as a database's, which is checked. */
  private FileChannel openFile() throws IOException {
    OrderedDisk.register();
    RecordedDisk.start(new byte[0]);
    return FilePath.get("ordered:recorded:" + folder.resolve(FILE + ".new")).open("rw");
  }

  private static void writeChunk(FileChannel file, int version, int block) {
    byte[] bytes = "chunk:%1$d,version:%1$d\n".formatted(version).getBytes(StandardCharsets.UTF_8);
    try {
      file.write(ByteBuffer.wrap(Arrays.copyOf(bytes, BLOCK_BYTES)), (long) block * BLOCK_BYTES);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void force(FileChannel file) {
    try {
      file.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What happened to the file meanwhile, in words. */
  private static List<String> changes(Runnable work) {
    int before = RecordedDisk.length();
    work.run();
    List<Entry> entries = RecordedDisk.entries();
    List<Entry> changes = entries.subList(before, entries.size());
    Map<Long, String> chunks = new HashMap<>();
    for (Entry entry : changes) {
      if (entry instanceof Write write && isFirstSector(write)) {
        chunks.put(write.position(), "chunk " + value(write, "chunk"));
      }
    }
    return changes.stream().map(entry -> describe(entry, chunks)).toList();
  }

  private static boolean isFirstSector(Write write) {
    return write.position() >= 2 * BLOCK_BYTES && text(write).startsWith("chunk:");
  }

  private static String describe(Entry entry, Map<Long, String> chunks) {
    if (entry instanceof Flush) {
      return "flush";
    }
    if (entry instanceof Truncation) {
      return "truncation";
    }
    Write write = (Write) entry;
    long position = write.position();
    if (position < 2 * BLOCK_BYTES) {
      return (position == 0 ? "header" : "second header")
          + " naming chunk "
          + value(write, "chunk");
    }
    if (isFirstSector(write)) {
      return "first sector of " + chunks.get(position);
    }
    return write.bytes().capacity() == BLOCK_BYTES
        ? "blank sector of " + chunks.getOrDefault(position, "a chunk")
        : "rest of " + chunks.getOrDefault(position - BLOCK_BYTES, "a chunk");
  }

  private static String value(Write write, String key) {
    return DataUtils.parseMap(text(write)).getOrDefault(key, "none");
  }

  /** The first line. */
  private static String text(Write write) {
    String text = new String(write.bytes().array(), StandardCharsets.ISO_8859_1);
    return text.substring(0, Math.max(0, text.indexOf('\n'))).trim();
  }
}
