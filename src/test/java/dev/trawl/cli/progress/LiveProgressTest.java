package dev.trawl.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.testkit.Patience;
import dev.trawl.testkit.PrintedDigits;
import dev.trawl.track.SweepStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 5, unit = TimeUnit.MINUTES)
class LiveProgressTest {
  private static final int WIDTH = 100;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  @Test
  void close_afterRuns_leavesTheirLinesAndNoTable() throws IOException {
    try (LiveProgress live = live(true)) {
      play(live);
    }

    List<String> screen = Screen.of(bytes.toString(StandardCharsets.UTF_8), WIDTH);

    assertThat(screen)
        .containsExactly(
            "run 2  FINISHED  12 epochs  12:28  val 99.10 %  test 99.00 % ± 0.20  ≥ 99 %",
            "warning: something", "run 3  FAILED (diverged)  1 epoch  1:02  val 10.00 %");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void draw_withAndWithoutColor_colorsOnlyWhenAllowed(boolean color) throws IOException {
    try (LiveProgress live = live(color)) {
      play(live);
    }

    String output = bytes.toString(StandardCharsets.UTF_8);

    assertThat(output).contains("digits", "of 4 runs done");
    assertThat(output.contains("\u001b[1m") || output.contains("\u001b[36m")).isEqualTo(color);
  }

  @Test
  void print_beforeTheSweep_isAPlainLine() throws IOException {
    try (LiveProgress live = live(true)) {
      live.print("warning: early");
    }

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines("warning: early\n");
  }

  @Test
  void draw_afterAnExceptionOfTheTerminal_goesOn() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    AtomicInteger failed = new AtomicInteger();
    OutputStream fragile = new OutputStream() { // each byte by itself, as the terminal writes them
          @Override
          public void write(int one) {
            if (broken.get()) {
              failed.incrementAndGet();
              throw new IllegalStateException("no terminal now");
            }
            bytes.write(one);
          }
        };
    try (LiveProgress live = live(true, fragile)) {
      live.sweepStarted(PrintedDigits.sweep(SweepStatus.RUNNING, null, List.of()));
      assertThat(Patience.until(() -> failed.get() > 0)).as("a drawing fails").isTrue();
      broken.set(false);

      assertThat(
              Patience.until(
                  () -> bytes.toString(StandardCharsets.UTF_8).contains("of 4 runs done")))
          .as("a later one is drawn")
          .isTrue();
    }
  }

  private static void play(LiveProgress live) {
    live.sweepStarted(
        PrintedDigits.sweep(
            SweepStatus.RUNNING, null, List.of(PrintedDigits.finished(1, 0.99, 0.989))));
    live.runStarted(PrintedDigits.scheduled(2), 0);
    live.runStarted(PrintedDigits.scheduled(3), 0);
    live.runProgressed(PrintedDigits.scheduled(3), 1, 10, 100);
    live.runEnded(PrintedDigits.finished(2, 0.991, 0.99));
    live.print("warning: something");
    live.runEnded(PrintedDigits.diverged(3));
  }

  private LiveProgress live(boolean color) throws IOException {
    return live(color, bytes);
  }

  private static LiveProgress live(boolean color, OutputStream out) throws IOException {
    Terminal terminal =
        TerminalBuilder.builder()
            .system(false)
            .streams(new ByteArrayInputStream(new byte[0]), out)
            .type("xterm-256color")
            .encoding(StandardCharsets.UTF_8)
            .build();
    terminal.setSize(new Size(WIDTH, 24));
    return new LiveProgress(terminal, new SweepProgress(Clock.systemUTC(), "epoch"), color);
  }
}
