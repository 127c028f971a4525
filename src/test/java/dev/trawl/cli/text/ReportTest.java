package dev.trawl.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.analysis.CorrectedAccuracy;
import dev.trawl.analysis.FileChange;
import dev.trawl.analysis.Finding;
import dev.trawl.analysis.Finding.Severity;
import dev.trawl.testkit.Golden;
import dev.trawl.testkit.PrintedDigits;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.Decision;
import dev.trawl.track.Evaluation;
import dev.trawl.track.FinalStanding;
import dev.trawl.track.Interval;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RungRank;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final List<Run> RUNS =
      List.of(
          PrintedDigits.finished(1, 0.9871, 0.9866),
          PrintedDigits.finished(2, 0.9914, 0.9921),
          PrintedDigits.diverged(3),
          PrintedDigits.finished(4, 0.9893, 0.9712));

  @Test
  void report_ofAFinishedSweep_setsEveryRunAgainstTheThresholds() {
    Sweep sweep = PrintedDigits.sweep(SweepStatus.FINISHED, null, RUNS);

    Golden.check("report.txt", report(sweep, RUNS, null));
  }

  @Test
  void report_ofAnInterruptedSweep_endsWithHowToResumeIt() {
    List<Run> runs =
        List.of(PrintedDigits.finished(1, 0.9914, 0.9921), PrintedDigits.interrupted(2, 3));
    Sweep sweep = PrintedDigits.sweep(SweepStatus.INTERRUPTED, "interrupted", runs);

    Golden.check(
        "report-interrupted.txt", report(sweep, runs, "http://127.0.0.1:7070/sweeps/5e0ac1d2"));
  }

  @Test
  void report_ofAStoppedSweep_saysHowToGoOn() {
    List<Run> runs =
        List.of(PrintedDigits.finished(1, 0.9914, 0.9921), PrintedDigits.interrupted(2, 3));
    Sweep sweep = PrintedDigits.sweep(SweepStatus.STOPPED, "stopped by a person", runs);

    assertThat(report(sweep, runs, null)).contains("\nresume     ./trawl resume digits\n");
  }

  @Test
  void report_ofASweepWithoutAFinishedRun_offersNoExport() {
    List<Run> runs = List.of(PrintedDigits.diverged(1));
    Sweep sweep =
        PrintedDigits.sweep(SweepStatus.FAILED, "all runs failed, the last: diverged", runs);

    Golden.check("report-failed.txt", report(sweep, runs, null));
  }

  @Test
  void report_severalRunsWithOneReason_saysItOnce() {
    List<Run> runs =
        List.of(PrintedDigits.diverged(1), PrintedDigits.diverged(2), PrintedDigits.diverged(3));
    Sweep sweep = PrintedDigits.sweep(SweepStatus.FAILED, "all runs failed", runs);

    assertThat(report(sweep, runs, null)).contains("\nruns 1, 2, 3: FAILED, diverged\n");
  }

  @Test
  void report_afterFinals_saysWhoWonThemAndWhatItIsWorth() {
    List<Run> runs =
        List.of(
            PrintedDigits.finished(1, 0.9911, 0.9866),
            PrintedDigits.finished(2, 0.9914, 0.9921),
            PrintedDigits.finished(3, 0.9893, 0.9712),
            PrintedDigits.repeating(PrintedDigits.finished(4, 0.9905, 0.9902), 1),
            PrintedDigits.repeating(PrintedDigits.finished(5, 0.9895, 0.9891), 2),
            PrintedDigits.repeating(PrintedDigits.finished(6, 0.9901, 0.9896), 1));
    Sweep sweep = PrintedDigits.sweep(SweepStatus.FINISHED, null, runs.subList(0, 3));
    FinalStanding first =
        new FinalStanding(2, 1, 2, 12_000, 0.9903, new Interval(0.9885, 0.9921), null, 0.962);
    FinalStanding second = new FinalStanding(1, 2, 2, 12_000, 0.9895, null, 0.03, 0.038);
    FinalStanding third = new FinalStanding(1, 3, 3, 0, null, null, null, null);
    List<Decision> decisions =
        List.of(
            decision(5, Decision.Kind.DROP, runs.get(1), second),
            decision(4, Decision.Kind.KEEP, runs.get(0), first),
            decision(6, Decision.Kind.DROP, runs.get(2), third),
            decision(7, Decision.Kind.WIN, runs.get(0), first));

    Golden.check(
        "report-finals.txt",
        new SweepReport(sweep, runs, decisions, List.of(), Duration.ZERO, List.of(), null)
            .render("digits", null, "./trawl "::concat, UnaryOperator.identity()));
  }

  private static Decision decision(
      int job, Decision.Kind kind, Run candidate, FinalStanding standing) {
    return Decision.ofFinals(job, kind, candidate.id(), 6, standing, PrintedDigits.NOON);
  }

  @Test
  void report_bestRun_isCorrectedForHavingBeenChosen() {
    Sweep sweep = PrintedDigits.sweep(SweepStatus.FINISHED, null, RUNS);
    CorrectedAccuracy corrected = new CorrectedAccuracy(RUNS.get(1), 0.9914, 0.9908, 3, 12_000);

    assertThat(
            new SweepReport(sweep, RUNS, List.of(), List.of(), Duration.ZERO, List.of(), corrected)
                .render("digits", null, "./trawl "::concat, UnaryOperator.identity()))
        .contains(
            "\nCorrected for having been chosen among 3 runs by the same 12,000 images, its"
                + " val_accuracy is 99.08 %.\n");
  }

  private static String report(Sweep sweep, List<Run> runs, @Nullable String page) {
    return new SweepReport(sweep, runs, List.of(), List.of(), Duration.ZERO, List.of(), null)
        .render("digits", page, "./trawl "::concat, UnaryOperator.identity());
  }

  @Test
  void details_ofARun_areAllThatIsRecorded() {
    Run run = RUNS.get(1);
    Sweep sweep = PrintedDigits.sweep(SweepStatus.FINISHED, null, RUNS);
    RunDetails details =
        new RunDetails(
            sweep,
            run,
            List.of(
                new Metric("train_loss", 0.21, 1, PrintedDigits.NOON),
                new Metric("val_accuracy", 0.9751, 1, PrintedDigits.NOON),
                new Metric("train_loss", 0.07, 2, PrintedDigits.NOON),
                new Metric("val_accuracy", 0.9914, 2, PrintedDigits.NOON)),
            Optional.of(new Evaluation(0.03, List.of(List.of(4970L, 30L), List.of(49L, 4951L)))),
            List.of(
                new Checkpoint(run.id(), 11, 1_500_000, "cd".repeat(32), true, PrintedDigits.NOON)),
            List.of(
                decision(2, Decision.Kind.PAUSE, run, new RungRank(1, 0.9751, null, 1, 2)),
                decision(9, Decision.Kind.PROMOTE, run, new RungRank(1, 0.9751, 0.9721, 2, 6)),
                decision(1, Decision.Kind.PAUSE, RUNS.get(0), new RungRank(1, 0.4, null, 1, 1))),
            List.of(
                new Finding(
                    Severity.WARNING,
                    "It overfits",
                    "Its train_accuracy is 99.90 %. Try dropout 0.5 (now 0.2).",
                    List.of(run.id()),
                    List.of(new FileChange("dropout", "0.5", "0.2")))),
            run.provenance().environment(),
            List.of(place("first", "AMD EPYC"), place("second", "Intel Xeon")),
            Optional.empty());

    Golden.check("show.txt", details.render("../trawl "::concat, UnaryOperator.identity()));
  }

  private static RunEnvironment place(String host, String processor) {
    return new RunEnvironment(PrintedDigits.NOON, Map.of("host", host, "processor", processor));
  }

  @Test
  void listing_ofStoppedRuns_marksThoseThatTheAuditTrainedOn() {
    List<Run> runs =
        List.of(
            PrintedDigits.finished(1, 0.9914, 0.9921),
            PrintedDigits.pruned(2, 3),
            PrintedDigits.pruned(3, 10));
    Sweep sweep = PrintedDigits.sweep(SweepStatus.FINISHED, null, runs);
    RungRank rank = new RungRank(3, 0.91, 0.95, 4, 9);

    String listing =
        new RunListing(
                sweep,
                runs,
                List.of(
                    decision(4, Decision.Kind.STOP, runs.get(1), rank),
                    decision(5, Decision.Kind.STOP, runs.get(2), rank)))
            .render(UnaryOperator.identity());

    assertThat(listing.lines().filter(line -> line.contains("PRUNED")))
        .satisfiesExactly(
            stopped -> assertThat(stopped).doesNotContain("audited"),
            audited -> assertThat(audited).contains("PRUNED (audited)"));
  }

  private static Decision decision(int job, Decision.Kind kind, Run run, RungRank rank) {
    return new Decision(job, kind, run.id(), rank.rung(), job - 1, rank, PrintedDigits.NOON);
  }
}
