package dev.trawl.store.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.backup.DatabaseRepair.Count;
import dev.trawl.store.backup.DatabaseRepair.Repaired;
import dev.trawl.store.file.FilePages;
import dev.trawl.testkit.EarlierDatabase;
import dev.trawl.testkit.RecordedDatabase;
import dev.trawl.track.StoreException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What comes through of stored databases of every schema, and of one of this build, whole and
 * damaged: never another value than what was recorded, all that is counted, and the damaged file
 * stays as it is.
 */
final class DatabaseRepairTest {
  /** Each of another page. */
  private static final int TRIES = Integer.getInteger("trawl.test.damages", 3);

  @SuppressWarnings("NullAway.Init")
  private static RecordedDatabase recordedNow;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private Repairing repairing;

  @BeforeAll
  static void recordNow(@TempDir Path folder) throws IOException {
    recordedNow = RecordedDatabase.in(folder);
  }

  @BeforeEach
  void begin() {
    repairing = new Repairing(folder);
  }

  /** Its lines, and the file. */
  private List<String> stored(String version) throws IOException {
    if (!version.equals("new")) {
      EarlierDatabase.unzip(version, folder);
      return EarlierDatabase.recorded(version);
    }
    recordedNow.copyTo(folder);
    return recordedNow.lines();
  }

  @ParameterizedTest
  @ValueSource(strings = {"v001", "v002", "v003", "v004", "v005", "v006", "v007", "new"})
  void repair_wholeDatabase_bringsAllOver(String version) throws IOException {
    List<String> expected = stored(version);

    Repaired repaired = repairing.repair(repairing.bytes()).orElseThrow();

    assertThat(repaired.lost()).isEmpty();
    assertThat(repaired.uncertain()).isEmpty();
    assertThat(repaired.told()).isEmpty();
    for (Count count : repaired.counts()) {
      assertThat(count.expected()).as(count.what()).hasValue(count.found());
    }
    assertThat(repairing.recorded()).isEqualTo(expected);
    assertThat(mode("trawl-repaired.mv.db")).isEqualTo("rw-------");
    assertThat(mode("trawl-repaired.password")).isEqualTo("rw-------");
  }

  private String mode(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  /** So that a table is told by its rows alone. */
  @ParameterizedTest
  @ValueSource(strings = {"v001", "v004", "new"})
  void repair_databaseWithoutNamesOfMaps_bringsAllOverAndSaysSo(String version) throws IOException {
    List<String> expected = stored(version);

    byte[] damaged = FilePages.zeroed(repairing.pages().without(repairing.pages().names()), 0, 2);
    Repaired repaired = repairing.repair(damaged).orElseThrow();

    assertThat(repaired.told()).contains("sweep", "run", "checkpoint", "metric_key");
    assertThat(repaired.lost()).isEmpty();
    assertThat(repairing.recorded()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"v001", "v006", "new"})
  void repair_sweepWhoseRecordIsLost_keepsItsRuns(String version) throws Exception {
    List<String> expected = stored(version);
    List<Count> whole = repairing.repair(repairing.bytes()).orElseThrow().counts();
    repairing.execute(
        "SET REFERENTIAL_INTEGRITY FALSE;"
            + " DELETE FROM sweep WHERE id = (SELECT MIN(sweep_id) FROM run)");

    Repaired repaired = repairing.repair(repairing.bytes()).orElseThrow();

    assertThat(repaired.lost()).isEmpty();
    assertThat(repaired.uncertain())
        .singleElement()
        .satisfies(
            text ->
                assertThat(text)
                    .matches(
                        "a sweep \\(row (\\d+)\\): its own record is lost; its runs \\(\\d+\\) are"
                            + " under the name recovered-\\1"));
    assertThat(repaired.counts().get(0).found()).isEqualTo(whole.get(0).found() - 1);
    assertThat(repaired.counts().subList(1, 4)).isEqualTo(whole.subList(1, 4));
    assertThat(runs(repairing.recorded())).isEqualTo(runs(expected));
  }

  /** Their ids, numbers and attempts. */
  private static Set<String> runs(List<String> recorded) {
    return recorded.stream()
        .filter(line -> line.startsWith("run "))
        .map(
            line ->
                line.replaceFirst(" of \\w+(?= number)", "").replaceFirst("(attempt \\d+).*", "$1"))
        .collect(Collectors.toSet());
  }

  /** H2 leaves what it wrote before, until it needs the space. */
  @Test
  void repair_newestPageOfSweepsLost_saysThatItsCopyMayBeOlder() throws IOException {
    stored("v006");

    Repaired repaired = repairing.repair(repairing.pages().withoutNewest("SWEEP")).orElseThrow();

    assertThat(repaired.uncertain())
        .isNotEmpty()
        .allMatch(
            text ->
                text.matches(
                    "sweep .*: from an older copy of its record, maybe not the last|a sweep .*"))
        .anyMatch(text -> text.contains("older copy"));
  }

  @Test
  void repair_databaseWithoutStatementsAndNames_bringsAllOver() throws IOException {
    List<String> expected = stored("v006");
    int statements = repairing.pages().statements();

    Files.write(repairing.file(), repairing.pages().without(repairing.pages().names()));
    repairing.repair(repairing.pages().without(statements));

    assertThat(repairing.recorded()).isEqualTo(expected);
  }

  /** To where older copies of all pages, or all newest but the last, are left. */
  @ParameterizedTest
  @CsvSource({"v001, 70", "v004, 50", "v007, 80"})
  void repair_databaseThatWasCut_bringsAllOver(String version, int percent) throws IOException {
    List<String> expected = stored(version);
    byte[] whole = repairing.bytes();
    List<Long> counts = found(repairing.repair(whole));

    Optional<Repaired> repaired = repairing.repair(FilePages.cut(whole, percent));

    assertThat(found(repaired)).isEqualTo(counts);
    assertThat(Repairing.identities(repairing.recorded()))
        .isEqualTo(Repairing.identities(expected));
  }

  /**
   * Its pages lie otherwise each time: an older copy of one may bring back what was deleted since.
   */
  @Test
  void repair_newDatabaseThatWasCut_bringsAllOver() throws IOException {
    List<String> expected = stored("new");

    repairing.repair(FilePages.cut(repairing.bytes(), 95));

    assertThat(Repairing.identities(repairing.recorded()))
        .containsAll(Repairing.identities(expected));
  }

  private static List<Long> found(Optional<Repaired> repaired) {
    return repaired.orElseThrow().counts().stream().map(Count::found).toList();
  }

  /** What comes through of a run, a sweep, an epoch, a checkpoint is what was recorded. */
  @ParameterizedTest
  @ValueSource(strings = {"v001", "v007"})
  void repair_databaseWithLostPages_bringsWhatIsWholeOverAndCountsIt(String version)
      throws IOException {
    List<String> expected = stored(version);
    byte[] whole = repairing.bytes();
    for (int i = 0; i < TRIES; i++) {
      Random random = new Random(i + version.hashCode());
      byte[] damaged = FilePages.cut(whole, 50 + random.nextInt(50));
      int blocks = FilePages.blocks(damaged);
      for (int page = 0; page < 2; page++) {
        damaged = FilePages.zeroed(damaged, random.nextInt(blocks), 1);
      }
      Optional<Repaired> repaired = repairing.repair(damaged);
      if (repaired.isPresent()) {
        assertThat(Repairing.identities(expected))
            .as(version + " try " + i)
            .containsAll(Repairing.identities(repairing.recorded()));
        assertThat(found(repaired)).isEqualTo(repairing.counted());
      }
    }
  }

  @Test
  void repair_anotherFile_makesNothing() throws IOException {
    byte[] random = new byte[300_000];
    new Random(1).nextBytes(random);

    assertThat(repairing.repair(random)).isEmpty();
    assertThat(repairing.repair(new byte[0])).isEmpty();
    assertThat(repairing.repair(new byte[100_000])).isEmpty();
  }

  @Test
  void repair_whereARepairedOneIs_isRefused() throws IOException {
    stored("v006");
    Files.writeString(folder.resolve("trawl-repaired.mv.db"), "kept");

    assertThatThrownBy(() -> new DatabaseRepair(repairing.file()).repair())
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("need a place for the repaired database");
    assertThat(folder.resolve("trawl-repaired.mv.db")).hasContent("kept");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(3);
    }
  }
}
