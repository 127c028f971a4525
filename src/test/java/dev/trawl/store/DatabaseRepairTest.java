package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.DatabaseRepair.Count;
import dev.trawl.store.DatabaseRepair.Repaired;
import dev.trawl.track.RunStore;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What comes through of stored databases of every schema, and of one of this build, whole and
 * damaged: never another value than what was recorded, and the damaged file stays as it is.
 */
final class DatabaseRepairTest {
  private static final int PAGE_BYTES = 4096;

  /** Of each schema. */
  private static final int TRIES = Integer.getInteger("trawl.test.damages", 3);

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  private Path file() {
    return folder.resolve("trawl.mv.db");
  }

  private Path repairedFile() {
    return folder.resolve("trawl-repaired.mv.db");
  }

  /** Its lines, and the file. */
  private List<String> stored(String version) throws IOException {
    if (version.equals("new")) {
      StoredDatabase.main(new String[] {folder.toString()});
      return Files.readAllLines(folder.resolve("recorded.txt"));
    }
    try (ZipInputStream zip = new ZipInputStream(resource(version + "/trawl.zip"))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Files.copy(zip, folder.resolve(Path.of(entry.getName()).getFileName()));
      }
    }
    try (InputStream text = resource(version + "/recorded.txt")) {
      return new String(text.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  private static InputStream resource(String name) {
    return Objects.requireNonNull(DatabaseRepairTest.class.getResourceAsStream("/db/" + name));
  }

  private Optional<Repaired> repair() {
    return new DatabaseRepair(file()).repair();
  }

  /** Repairs damaged bytes; empty when nothing came through, and so nothing was made. */
  private Optional<Repaired> repair(byte[] damaged) throws IOException {
    Files.deleteIfExists(repairedFile());
    Files.deleteIfExists(folder.resolve("trawl-repaired.password"));
    Files.write(file(), damaged);
    List<String> before = names();
    Optional<Repaired> repaired = repair();
    assertThat(file()).hasBinaryContent(damaged);
    if (repaired.isEmpty()) {
      assertThat(names()).isEqualTo(before);
    }
    return repaired;
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private List<String> recorded() {
    try (RunStore store =
        H2RunStore.open("jdbc:h2:file:" + folder.resolve("trawl-repaired"), Clock.systemUTC())) {
      List<String> lines = RecordedText.of(store);
      assertThat(store.damage()).isEmpty();
      return String.join("\n", lines).lines().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"v001", "v002", "v003", "v004", "v005", "v006", "v007", "new"})
  void repair_wholeDatabase_bringsAllOver(String version) throws IOException {
    List<String> expected = stored(version);

    Repaired repaired = repair(Files.readAllBytes(file())).orElseThrow();

    assertThat(repaired.lost()).isEmpty();
    for (Count count : repaired.counts()) {
      assertThat(count.expected()).as(count.what()).hasValue(count.found());
    }
    assertThat(recorded()).isEqualTo(expected);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(repairedFile())))
        .isEqualTo("rw-------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(folder.resolve("trawl-repaired.password"))))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @ValueSource(strings = {"v001", "v002", "v003", "v004", "v005", "v006", "v007", "new"})
  void repair_databaseWithoutHeaders_bringsAllOver(String version) throws IOException {
    List<String> expected = stored(version);
    byte[] damaged = Files.readAllBytes(file());
    Arrays.fill(damaged, 0, 2 * PAGE_BYTES, (byte) 0);

    assertThat(repair(damaged)).isPresent();

    assertThat(recorded()).isEqualTo(expected);
  }

  /** What comes through of a run, a sweep, an epoch, a checkpoint is what was recorded. */
  @ParameterizedTest
  @ValueSource(strings = {"v001", "v002", "v003", "v004", "v005", "v007", "new"})
  void repair_databaseWithLostPages_bringsWhatIsWholeOver(String version) throws IOException {
    stored(version);
    byte[] whole = Files.readAllBytes(file());
    assertThat(repair(whole)).isPresent();
    Set<String> models = models();
    int some = 0;
    for (int i = 0; i < TRIES; i++) {
      byte[] damaged = whole.clone();
      int page = new Random(i + version.hashCode()).nextInt(whole.length / PAGE_BYTES) * PAGE_BYTES;
      Arrays.fill(damaged, page, page + PAGE_BYTES, (byte) 0);
      Optional<Repaired> repaired = repair(damaged);
      if (repaired.isPresent()) {
        some++;
        assertThat(models).as("try " + i).containsAll(models());
      }
    }
    assertThat(some).isPositive();
  }

  /** The lines of checkpoints, but for which is the best. */
  private Set<String> models() {
    Set<String> models = new HashSet<>();
    for (String line : recorded()) {
      if (line.contains(" model ")) {
        models.add(line);
      }
    }
    return models;
  }

  @ParameterizedTest
  @ValueSource(strings = {"v001", "v002", "v003", "v004", "v005", "v007", "new"})
  void repair_databaseThatWasCut_bringsWhatIsWholeOver(String version) throws IOException {
    stored(version);
    byte[] whole = Files.readAllBytes(file());
    assertThat(repair(whole)).isPresent();
    Set<String> models = models();
    for (int size : new int[] {whole.length - 100_000, whole.length / 2, whole.length - 1}) {
      Optional<Repaired> repaired = repair(Arrays.copyOf(whole, Math.max(0, size)));
      assertThat(repaired.isPresent() || size < whole.length - 1).as("cut to " + size).isTrue();
      if (repaired.isPresent()) {
        assertThat(repaired.get().counts().get(0).found()).isPositive();
        assertThat(models).as("cut to " + size).containsAll(models());
      }
    }
  }

  @Test
  void repair_databaseWithATrigger_runsNothingAndBringsTheDataOver() throws Exception {
    List<String> expected = stored("new");
    Path ran = folder.resolve("ran");
    String password = Files.readString(folder.resolve("trawl.password")).strip();
    String url = "jdbc:h2:file:" + folder.resolve("trawl");
    try (Connection connection = DriverManager.getConnection(url, "trawl", password);
        Statement statement = connection.createStatement()) {
      statement.execute(ForeignObjectsTest.TRIGGER.replace("%FILE%", ran.toString()));
    }
    Files.deleteIfExists(ran);

    Repaired repaired = repair(Files.readAllBytes(file())).orElseThrow();

    assertThat(ran).doesNotExist();
    assertThat(repaired.lost()).singleElement().asString().contains("EVIL");
    assertThat(recorded()).isEqualTo(expected);
  }

  @Test
  void repair_anotherFile_makesNothing() throws IOException {
    byte[] random = new byte[300_000];
    new Random(1).nextBytes(random);

    assertThat(repair(random)).isEmpty();
    assertThat(repair(new byte[0])).isEmpty();
    assertThat(repair(new byte[100_000])).isEmpty();
  }

  @Test
  void repair_whereARepairedOneIs_isRefused() throws IOException {
    stored("v006");
    Files.writeString(repairedFile(), "kept");

    assertThatThrownBy(this::repair)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("need a place for the repaired database");
    assertThat(repairedFile()).hasContent("kept");
  }

  @Test
  void repair_databaseThatIsOpen_isRefused() throws IOException {
    String url = "jdbc:h2:file:" + folder.resolve("trawl");
    try (RunStore store = H2RunStore.open(url, Clock.systemUTC())) {
      assertThat(store.sweeps()).isEmpty();
      assertThatThrownBy(this::repair)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("found another process using it");
    }
  }
}
