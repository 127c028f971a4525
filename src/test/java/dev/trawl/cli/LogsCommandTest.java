package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What runs logged, printed. */
final class LogsCommandTest {
  private static final RunLog LOG =
      new RunLog("one\u001b[31m\n", "end\n", 7, new RunLog.Failure("a.B: no", "a.B: no\n\tat c\n"));

  private final RecordedDigits digits;

  LogsCommandTest(@TempDir Path folder) {
    digits = new RecordedDigits(folder);
  }

  @Test
  void logs_ofARunThatFailed_areItsLogAndItsTrace() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    String failed;
    try (RunStore store = digits.open()) {
      failed = store.runs(sweep.id(), RunQuery.ofNumber(2)).get(0).id();
      store.recordLog(failed, LOG);
    }

    String printed = "one\u001b[31m\n… 7 characters are left out here …\nend\n\na.B: no\n\tat c\n";
    assertThat(digits.trawl("logs", failed).out()).isEqualTo(printed);
    String[] arguments = {"--db", digits.database(), "logs", failed};
    assertThat(Ran.trawl(Set.of("out"), "", Map.of(), arguments).out())
        .isEqualTo(printed.replace("\u001b", "\\u001b").replace("\t", "    "));
    assertThat(digits.trawl("logs", failed, "--json").out())
        .startsWith("{\"run_id\":\"" + failed + "\",\"head\":\"one\\u001B[31m\\n\"")
        .contains("\"omitted\":7,\"failure\":{\"message\":\"a.B: no\",");
    assertThat(digits.trawl("show", failed).out())
        .contains("log      ", "logs " + failed.substring(0, 8));
    assertThat(digits.trawl("logs", failed, "--json", "--follow").exitCode()).isEqualTo(2);
  }

  @Test
  void logs_ofARunWithoutALog_saySo() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    String best = String.valueOf(sweep.bestRunId());

    Ran ran = digits.trawl("logs", best, "--follow");
    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("no log is recorded of run 1 (" + best + ")\n");
  }

  @Test
  void follow_runThatEndsMeanwhile_printsWhatIsAddedAndEnds() throws Exception {
    try (RunStore store = digits.open()) {
      Sweep sweep = store.createSweep(digits.newSweep(), Owner.ofThisProcess());
      Run run = RecordedDigits.begin(store, sweep, 1);
      store.recordLog(run.id(), RunLog.EMPTY.plus("began\n"));
      Thread end =
          new Thread(
              () -> {
                LockSupport.parkNanos(500_000_000); // it follows by now, as a rule
                store.recordLog(run.id(), RunLog.EMPTY.plus("began\n").plus("ended\n"));
                RunEnd ended = new RunEnd(RunStatus.KILLED, "stopped", 1, null);
                store.endRun(run.id(), ended, Set.of());
              });
      end.start();

      assertThat(digits.trawl("logs", run.id(), "-f").out()).isEqualTo("began\nended\n");
      end.join();
    }
  }
}
