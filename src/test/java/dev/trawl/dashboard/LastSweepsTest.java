package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class LastSweepsTest {
  @Test
  void keep_ofOneMoreThanAreKept_dropsWhatWasNotAskedForLongest() {
    LastSweeps<String> last = new LastSweeps<>();
    List.of("a", "b", "c", "d").forEach(id -> last.keep(id, "of " + id));
    assertThat(last.of("a")).isEqualTo("of a");

    last.keep("e", "of e");

    assertThat(last.of("b")).isNull();
    assertThat(List.of("a", "c", "d", "e")).allMatch(id -> ("of " + id).equals(last.of(id)));
  }
}
