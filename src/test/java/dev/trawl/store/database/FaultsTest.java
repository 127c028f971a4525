package dev.trawl.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import org.h2.mvstore.DataUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is tried again, and how it is said. */
final class FaultsTest {
  private static final int INPUT_OUTPUT = 90028;

  private static StoreException failure(Exception cause) {
    return new StoreException("x", new SQLException("IO Exception", "90028", INPUT_OUTPUT, cause));
  }

  @Test
  void passes_fileThatEndsTooEarly_isNotTriedAgain() {
    StoreException cutShort =
        failure(
            DataUtils.newMVStoreException(
                DataUtils.ERROR_READING_FAILED, "Reading failed", new EOFException()));

    assertThat(Faults.passes(cutShort)).isFalse();
    assertThat(Faults.describe(cutShort))
        .isEqualTo(
            "a damaged file; trawl restore brings a backup back, trawl repair makes a new database"
                + " of what is whole");
  }

  @ParameterizedTest
  @ValueSource(ints = {42102, 42103, 42104, 42122, 90079, 90030})
  void describe_databaseThatLacksWhatAllHave_isADamagedFile(int code) {
    SQLException lacking = new SQLException("Table \"RUN\" not found; SQL statement:", "", code);

    assertThat(Faults.describe(new StoreException("x", lacking)))
        .isEqualTo(
            "a damaged file; trawl restore brings a backup back, trawl repair makes a new database"
                + " of what is whole");
    assertThat(Faults.isDamaged(lacking)).isTrue();
  }

  @Test
  void describe_otherErrorOfH2_isItsFirstLineWithoutTheStatement() {
    SQLException other = new SQLException("Value too long; SQL statement:\nINSERT [22001]", "", 1);

    assertThat(Faults.describe(new StoreException("x", other))).isEqualTo("Value too long");
    assertThat(Faults.isDamaged(other)).isFalse();
  }

  @Test
  void passes_connectionThatEndsTooEarly_isTriedAgainAndNoDamage() {
    StoreException broken = failure(new EOFException());

    assertThat(Faults.passes(broken)).isTrue();
    assertThat(Faults.isOfDisk(broken)).isFalse();
    assertThat(Faults.describe(broken)).isEqualTo("IO Exception");
  }

  @ParameterizedTest
  @CsvSource({
    "No space left on device, the disk is full",
    "There is not enough space on the disk, the disk is full",
    "Disk quota exceeded, the disk quota is used up",
    "File too large, a limit of the size of files (ulimit -f) reached",
    "Input/output error, a disk that fails (input/output error)",
    "x: Read-only file system, a read-only file system",
  })
  void isOfDisk_whatTheSystemSays_isSaidInAFewWords(String found, String said) {
    StoreException failure = failure(new IOException(found));

    assertThat(Faults.isOfDisk(failure)).isTrue();
    assertThat(Faults.passes(failure)).isTrue();
    assertThat(Faults.describe(failure)).isEqualTo(said);
  }

  @Test
  void isOfDisk_folderThatIsGone_isSaid() {
    StoreException failure = failure(new NoSuchFileException("x.lock.db"));

    assertThat(Faults.isOfDisk(failure)).isTrue();
    assertThat(Faults.describe(failure)).isEqualTo("no such file or folder");
  }
}
