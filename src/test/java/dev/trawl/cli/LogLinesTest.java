package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.runner.LogCapture;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Of several runs at once, each message has its own, on the console and in the log file. */
final class LogLinesTest {
  private static final Logger LOG = LoggerFactory.getLogger("dev.trawl.train.Something");

  @Test
  void message_ofAThreadThatTrains_namesItsRun() throws Exception {
    List<String> lines = new ArrayList<>();
    Runnable restore = LogSetup.divert(lines::add);
    try {
      MDC.put(LogCapture.RUN, "run=5be01c77 number=3");
      LOG.warn("diverged epoch=1 of LogLinesTest");
      assertThat(Files.readString(LogSetup.file()))
          .contains(".Something run=5be01c77 number=3 diverged epoch=1 of LogLinesTest\n");
      MDC.remove(LogCapture.RUN);
      LOG.warn("of no run of LogLinesTest");
    } finally {
      MDC.remove(LogCapture.RUN);
      restore.run();
    }

    assertThat(lines)
        .filteredOn(line -> line.endsWith("LogLinesTest")) // Other threads may log, too.
        .containsExactly(
            "warn: run=5be01c77 number=3 diverged epoch=1 of LogLinesTest",
            "warn: of no run of LogLinesTest");
    assertThat(Files.readString(LogSetup.file()))
        .contains(".Something of no run of LogLinesTest\n");
  }
}
