package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What is tried again. */
final class FaultsTest {
  private static final int INPUT_OUTPUT = 90028;

  private static StoreException failure(int code, IOException cause) {
    return new StoreException("x", new SQLException("IO Exception", "90028", code, cause));
  }

  @Test
  void passes_fileThatEndsTooEarly_isNotTriedAgain() {
    StoreException cutShort = failure(INPUT_OUTPUT, new EOFException());

    assertThat(Faults.passes(cutShort)).isFalse();
    assertThat(Faults.describe(cutShort))
        .isEqualTo("a damaged file; trawl restore brings a backup back");
  }

  @Test
  void passes_fullDisk_isTriedAgain() {
    StoreException full = failure(INPUT_OUTPUT, new IOException("No space left on device"));

    assertThat(Faults.passes(full)).isTrue();
    assertThat(Faults.describe(full)).isEqualTo("the disk is full");
  }
}
