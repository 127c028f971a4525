package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.backup.DatabaseBackup;
import dev.trawl.testkit.EarlierDatabase;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stored databases of every schema, cut short, with lost pages and flipped bits: what they say is
 * all that was recorded, or that they are damaged; and a file that is refused stays as it is.
 */
final class DamagedFileTest {
  private static final int PAGE_BYTES = 4096;

  /** Of each kind and schema. */
  private static final int TRIES = Integer.getInteger("trawl.test.damages", 4);

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private Path file() {
    return folder.resolve("trawl.mv.db");
  }

  private RunStore open() {
    return H2RunStore.open("jdbc:h2:file:" + folder.resolve("trawl"), Clock.systemUTC());
  }

  private byte[] unzip(String version) throws IOException {
    EarlierDatabase.unzip(version, folder);
    return Files.readAllBytes(file());
  }

  /** What damages a file. */
  private interface Damaging {
    byte[] damage(byte[] bytes, Random random);
  }

  private static byte[] cut(byte[] bytes, Random random) {
    return Arrays.copyOf(bytes, random.nextInt(bytes.length));
  }

  private static byte[] losePage(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    int page = random.nextInt(bytes.length / PAGE_BYTES) * PAGE_BYTES;
    Arrays.fill(damaged, page, page + PAGE_BYTES, (byte) 0);
    return damaged;
  }

  private static byte[] flipBit(byte[] bytes, Random random) {
    byte[] damaged = bytes.clone();
    damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    return damaged;
  }

  @ParameterizedTest
  @ValueSource(strings = {"v001", "v002", "v003", "v004", "v005", "v006", "v007"})
  void open_damagedDatabase_hasAllThatWasRecordedOrIsRefused(String version) throws IOException {
    byte[] whole = unzip(version);
    Map<String, Set<String>> recorded = listed();
    int refused = 0;
    int kind = 0;
    for (Damaging damaging :
        new Damaging[] {
          DamagedFileTest::cut, DamagedFileTest::losePage, DamagedFileTest::flipBit
        }) {
      kind++;
      for (int i = 0; i < TRIES; i++) {
        byte[] damaged = damaging.damage(whole, new Random(31L * i + kind + version.hashCode()));
        refused += refuses(damaged, recorded, version + " kind " + kind + " try " + i) ? 1 : 0;
      }
    }
    assertThat(refused).isPositive();
  }

  private boolean refuses(byte[] damaged, Map<String, Set<String>> recorded, String name)
      throws IOException {
    clear();
    Files.write(file(), damaged);
    Map<String, Set<String>> found;
    try {
      found = listed();
    } catch (StoreException e) {
      assertThat(e)
          .as(name)
          .hasMessageMatching("(?s).*(damaged|file left as it is).*")
          .hasMessageNotContaining("Exception");
      assertThat(file()).as(name).hasBinaryContent(damaged);
      assertThat(filesLeft())
          .as(name)
          .containsExactlyInAnyOrder("trawl.mv.db", "trawl.password", "trawl.opening");
      return true;
    }
    assertThat(found).as(name).isEqualTo(recorded);
    return false;
  }

  /** H2 takes its lock away on a thread of its own, a moment later. */
  private List<String> filesLeft() throws IOException {
    for (int tried = 0; tried < 100 && Files.exists(folder.resolve("trawl.lock.db")); tried++) {
      LockSupport.parkNanos(50_000_000);
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).toList();
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.toList()) {
        if (!path.toString().endsWith(".password")) {
          Files.delete(path);
        }
      }
    }
  }

  /** Which runs each sweep has. */
  private Map<String, Set<String>> listed() {
    try (RunStore store = open()) {
      Map<String, Set<String>> listed = new TreeMap<>();
      for (Sweep sweep : store.sweeps()) {
        listed.put(sweep.id(), new TreeSet<>());
      }
      for (Run run : store.findRuns("")) {
        listed.computeIfAbsent(run.sweepId(), id -> new TreeSet<>()).add(run.id());
      }
      return listed;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 4096, 8191, 8192, 12_288})
  void open_fileOfZeros_isRefusedAndStays(int size) throws IOException {
    unzip("v006");
    byte[] zeros = new byte[size];
    assertThat(refuses(zeros, new TreeMap<>(), size + " zeros")).isTrue();
  }

  @Test
  void open_fileThatEndsBeforeWhatItsHeaderNames_isRefusedWithWhatHelps() throws IOException {
    byte[] whole = unzip("v006");
    DatabaseBackup backup =
        new DatabaseBackup("jdbc:h2:file:" + folder.resolve("trawl"), Clock.systemUTC());
    backup.write(folder.resolve("kept.zip"), false);
    Files.write(file(), Arrays.copyOf(whole, 100_000));

    assertThatThrownBy(this::open)
        .isInstanceOf(StoreException.class)
        .hasMessageMatching(
            "(?s)need to open \\S+, found a damaged file, left as it is: need .*, found .*;"
                + " \\S+-before-schema-\\d+.mv.db is a copy from before its migration;"
                + " trawl restore \\S+kept.zip --db … brings back what it was at \\S+;"
                + " trawl repair \\S+trawl.mv.db makes a new database of what is whole");
  }
}
