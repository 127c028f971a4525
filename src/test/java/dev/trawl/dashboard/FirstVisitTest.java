package dev.trawl.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Sweep;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirstVisitTest {
  private static final String OK = "HTTP/1.1 200 OK";

  @Test
  void make_asksWhatThePagesAsk_andIsAnswered(@TempDir Path folder) throws IOException {
    try (Serving serving = new Serving(folder)) {
      Sweep unused = serving.recording.digits();
      FirstVisit visit = new FirstVisit(serving.start().uri("/"), serving.store);

      assertThat(visit.make()).isEqualTo(Collections.nCopies(5, OK));
    }
  }

  @Test
  void make_nothingIsRecorded_asksForTheListAlone(@TempDir Path folder) throws IOException {
    try (Serving serving = new Serving(folder).start()) {
      assertThat(new FirstVisit(serving.uri("/"), serving.store).make())
          .isEqualTo(Collections.nCopies(3, OK));
    }
  }
}
