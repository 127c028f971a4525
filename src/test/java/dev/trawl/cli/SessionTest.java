package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.testkit.PrintedDigits;
import dev.trawl.track.Run;
import dev.trawl.track.SweepStatus;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionTest {
  @ParameterizedTest
  @CsvSource({
    "FINISHED, true, 0",
    "FINISHED, false, 1",
    "STOPPED, true, 0",
    "FAILED, true, 1",
    "INTERRUPTED, true, 130",
    "INTERRUPTED, false, 130"
  })
  void exitCode_ofAnEnd_isTheCommands(SweepStatus status, boolean finished, int exitCode) {
    List<Run> runs =
        List.of(finished ? PrintedDigits.finished(1, 0.99, 0.98) : PrintedDigits.diverged(1));

    assertThat(Session.exitCode(PrintedDigits.sweep(status, null, runs), true)).isEqualTo(exitCode);
  }
}
