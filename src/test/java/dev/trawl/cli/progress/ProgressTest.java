package dev.trawl.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.testkit.FakeClock;
import dev.trawl.testkit.Golden;
import dev.trawl.testkit.PrintedDigits;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jline.utils.AttributedString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTest {
  private final FakeClock clock = new FakeClock(PrintedDigits.NOON);
  private final SweepProgress progress = new SweepProgress(clock, "epoch");
  private final Sweep sweep =
      PrintedDigits.sweep(
          SweepStatus.RUNNING, null, List.of(PrintedDigits.finished(1, 0.99, 0.989)));

  @Test
  void snapshot_beforeTheSweep_isEmpty() {
    assertThat(progress.snapshot()).isEmpty();
  }

  @Test
  void snapshot_ofAResumedSweep_countsWhatWasDoneButNotItsTime() {
    progress.sweepStarted(sweep);
    progress.runStarted(PrintedDigits.interrupted(2, 6), 6);
    clock.advance(Duration.ofSeconds(60));
    progress.epochEnded(PrintedDigits.interrupted(2, 7), epoch(7, 0.98));

    SweepProgress.Snapshot snapshot = progress.snapshot().orElseThrow();

    assertThat(snapshot.ended()).isEqualTo(1);
    assertThat(snapshot.fraction()).isEqualTo((12 + 7) / 48.0);
    assertThat(snapshot.remaining()).contains(Duration.ofMinutes(29));
    assertThat(snapshot.running().get(0).remaining()).contains(Duration.ofMinutes(5));
  }

  @Test
  void snapshot_withinAnEpoch_knowsItsSpeed() {
    progress.sweepStarted(sweep);
    Run run = PrintedDigits.scheduled(2);
    progress.runStarted(run, 0);
    progress.runProgressed(run, 1, 0, 48_000);
    clock.advance(Duration.ofSeconds(6));
    progress.runProgressed(run, 1, 12_000, 48_000);

    SweepProgress.RunProgress running = progress.snapshot().orElseThrow().running().get(0);

    assertThat(running.epoch()).isEqualTo(1);
    assertThat(running.fraction()).isEqualTo(0.25);
    assertThat(running.imagesPerSecond()).isEqualTo(2000);
    assertThat(running.remaining()).contains(Duration.ofSeconds(24 * 12 - 6));
  }

  @Test
  void snapshot_ofRunsThatEnded_namesTheBest() {
    progress.sweepStarted(sweep);
    progress.runStarted(PrintedDigits.scheduled(2), 0);
    progress.runStarted(PrintedDigits.scheduled(3), 0);
    progress.runEnded(PrintedDigits.finished(2, 0.991, 0.99));
    progress.runEnded(PrintedDigits.diverged(3));

    SweepProgress.Snapshot snapshot = progress.snapshot().orElseThrow();

    assertThat(snapshot.ended()).isEqualTo(3);
    assertThat(snapshot.running()).isEmpty();
    assertThat(snapshot.best()).contains(new SweepProgress.Best("val_accuracy", 0.991));
  }

  @ParameterizedTest
  @ValueSource(ints = {120, 80, 60, 40, 20, 5})
  void lines_onATerminalOfAnyWidth_fitIt(int width) {
    List<AttributedString> lines = ProgressLines.of(busy(), width, 24);

    assertThat(lines).hasSize(3).allMatch(line -> line.columnLength() <= width);
    Golden.check("live-%d.txt".formatted(width), text(lines));
  }

  @Test
  void lines_onALowTerminal_sayHowManyRunsAreLeftOut() {
    assertThat(text(ProgressLines.of(busy(), 80, 2))).endsWith("and 2 more\n");
    assertThat(ProgressLines.of(busy(), 80, 1)).hasSize(1);
  }

  /** From its first round on, of which nothing is recorded yet. */
  @Test
  void progress_ofAFederatedRun_isOfRounds() {
    SweepProgress rounds = new SweepProgress(clock, "round");
    rounds.sweepStarted(sweep);
    rounds.runStarted(PrintedDigits.scheduled(2), 0);
    assertThat(text(ProgressLines.of(rounds.snapshot().orElseThrow(), 80, 24)))
        .contains("round  1/12")
        .doesNotContain("epoch");

    StringWriter err = new StringWriter();
    try (PlainProgress plain = new PlainProgress(new PrintWriter(err, true), "round")) {
      plain.sweepStarted(sweep);
      plain.epochEnded(PrintedDigits.interrupted(2, 1), epoch(1, 0.9751));
    }
    assertThat(err.toString()).startsWith("run 2  round 1/12  ");
  }

  @Test
  void plainProgress_ofARun_isALineForItsStartItsEpochsAndItsEnd() {
    StringWriter err = new StringWriter();
    try (PlainProgress plain = new PlainProgress(new PrintWriter(err, true), "epoch")) {
      plain.sweepStarted(sweep);
      plain.runStarted(PrintedDigits.scheduled(2), 0);
      plain.runProgressed(PrintedDigits.scheduled(2), 1, 100, 48_000);
      plain.epochEnded(PrintedDigits.interrupted(2, 1), epoch(1, 0.9751));
      plain.runEnded(PrintedDigits.finished(2, 0.991, 0.9901));
      plain.runStarted(PrintedDigits.interrupted(3, 4), 4);
      plain.runStarted(PrintedDigits.interrupted(4, 4), 0);
      plain.runEnded(PrintedDigits.diverged(3));
    }
    Golden.check("plain-progress.txt", err.toString());
  }

  private SweepProgress.Snapshot busy() {
    progress.sweepStarted(sweep);
    progress.runStarted(PrintedDigits.scheduled(2), 0);
    progress.runStarted(PrintedDigits.scheduled(3), 0);
    progress.runEnded(PrintedDigits.finished(2, 0.991, 0.99));
    progress.runStarted(PrintedDigits.scheduled(4), 0);
    clock.advance(Duration.ofSeconds(100));
    progress.epochEnded(PrintedDigits.interrupted(3, 9), epoch(9, 0.9876));
    progress.runProgressed(PrintedDigits.interrupted(3, 9), 10, 24_000, 48_000);
    return progress.snapshot().orElseThrow();
  }

  private static Epoch epoch(int number, double accuracy) {
    return new Epoch(
        number,
        Map.of(
            "train_loss",
            0.04321,
            "val_loss",
            0.1,
            "val_accuracy",
            accuracy,
            "images_per_second",
            4321.0),
        11.12,
        true,
        new CheckpointData(new byte[0], "{}"));
  }

  private static String text(List<AttributedString> lines) {
    return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
  }
}
