package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Checkpoint;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
  private static final List<Run> RUNS =
      List.of(
          Samples.finished(1, 0.9871, 0.9866),
          Samples.finished(2, 0.9914, 0.9921),
          Samples.diverged(3),
          Samples.finished(4, 0.9893, 0.9712));

  @Test
  void report_ofAFinishedSweep_setsEveryRunAgainstTheThresholds() {
    Sweep sweep = Samples.sweep(SweepStatus.FINISHED, null, RUNS);

    Golden.check("report.txt", report(sweep, RUNS, null));
  }

  @Test
  void report_ofAnInterruptedSweep_endsWithHowToResumeIt() {
    List<Run> runs = List.of(Samples.finished(1, 0.9914, 0.9921), Samples.interrupted(2, 3));
    Sweep sweep = Samples.sweep(SweepStatus.INTERRUPTED, "interrupted", runs);

    Golden.check(
        "report-interrupted.txt", report(sweep, runs, "http://127.0.0.1:7070/sweeps/5e0ac1d2"));
  }

  @Test
  void report_ofAStoppedSweep_saysHowToGoOn() {
    List<Run> runs = List.of(Samples.finished(1, 0.9914, 0.9921), Samples.interrupted(2, 3));
    Sweep sweep = Samples.sweep(SweepStatus.STOPPED, "stopped by a person", runs);

    assertThat(report(sweep, runs, null)).contains("\nresume     ./trawl resume digits\n");
  }

  @Test
  void report_ofASweepWithoutAFinishedRun_offersNoExport() {
    List<Run> runs = List.of(Samples.diverged(1));
    Sweep sweep = Samples.sweep(SweepStatus.FAILED, "all runs failed, the last: diverged", runs);

    Golden.check("report-failed.txt", report(sweep, runs, null));
  }

  @Test
  void report_severalRunsWithOneReason_saysItOnce() {
    List<Run> runs = List.of(Samples.diverged(1), Samples.diverged(2), Samples.diverged(3));
    Sweep sweep = Samples.sweep(SweepStatus.FAILED, "all runs failed", runs);

    assertThat(report(sweep, runs, null)).contains("\nruns 1, 2, 3: FAILED, diverged\n");
  }

  private static String report(Sweep sweep, List<Run> runs, @Nullable String page) {
    return new SweepReport(sweep, runs)
        .render("digits", page, "./trawl "::concat, UnaryOperator.identity());
  }

  @Test
  void details_ofARun_areAllThatIsRecorded() {
    Run run = RUNS.get(1);
    Sweep sweep = Samples.sweep(SweepStatus.FINISHED, null, RUNS);
    RunDetails details =
        new RunDetails(
            sweep,
            run,
            List.of(
                new Metric("train_loss", 0.21, 1, Samples.NOON),
                new Metric("val_accuracy", 0.9751, 1, Samples.NOON),
                new Metric("train_loss", 0.07, 2, Samples.NOON),
                new Metric("val_accuracy", 0.9914, 2, Samples.NOON)),
            Optional.of(new Evaluation(0.03, List.of(List.of(4970L, 30L), List.of(49L, 4951L)))),
            List.of(new Checkpoint(run.id(), 11, 1_500_000, "cd".repeat(32), true, Samples.NOON)));

    Golden.check("show.txt", details.render("../trawl "::concat, UnaryOperator.identity()));
  }

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
    List<Run> runs = finished ? RUNS : List.of(Samples.diverged(1));

    assertThat(Session.exitCode(Samples.sweep(status, null, runs))).isEqualTo(exitCode);
  }
}
