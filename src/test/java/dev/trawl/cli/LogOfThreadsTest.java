package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.runner.LogCapture;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

final class LogOfThreadsTest {
  private static final Logger LOG = LoggerFactory.getLogger("org.elsewhere.Library");

  @Test
  void capture_ofThisThread_hearsItsMessagesUntilItEnds() throws Exception {
    LogCapture capture = LogSetup.ofThreads();
    List<String> lines = new ArrayList<>();
    Runnable end = capture.capture(lines::add);
    LOG.warn("first", new IllegalStateException("broken"));
    Thread other = new Thread(() -> LOG.warn("of another thread"));
    other.start();
    other.join();
    end.run();
    LOG.warn("late");

    assertThat(lines)
        .singleElement()
        .asString()
        .contains("WARN ", "first\n", "java.lang.IllegalStateException: broken\n\tat dev.trawl");
  }
}
