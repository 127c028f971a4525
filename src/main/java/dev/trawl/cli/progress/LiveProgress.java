package dev.trawl.cli.progress;

import dev.trawl.cli.text.RunLines;
import dev.trawl.cli.text.VisibleText;
import dev.trawl.track.Epoch;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Progress on a terminal: the runs in training on lines that are redrawn in place, everything else
 * above them. Safe for use by many threads.
 */
public final class LiveProgress implements ProgressDisplay {
  private static final Logger LOGGER = LoggerFactory.getLogger(LiveProgress.class);
  private static final long REDRAW_MILLIS = 250;
  private static final Size UNKNOWN = new Size(80, 24);

  private final Terminal terminal;
  private final SweepProgress progress;
  private final boolean color;
  private final Display display;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "live-progress");
            thread.setDaemon(true);
            return thread;
          });
  private @Nullable Sweep sweep;
  private Size size = UNKNOWN;
  private List<AttributedString> drawn = List.of();
  private boolean sized;
  private Runnable restoreSignal = () -> {};
  private boolean closed;

  /** Draws on {@code terminal}, and closes it at the end. */
  LiveProgress(Terminal terminal, SweepProgress progress, boolean color) {
    this.terminal = terminal;
    this.progress = progress;
    this.color = color;
    this.display = new Display(terminal, false);
  }

  /**
   * Draws on the terminal that stderr is.
   *
   * @param epochWord what an epoch is called
   * @throws IOException when it can't be opened
   * @throws IllegalStateException when there is none
   */
  public static LiveProgress onStderr(Clock clock, String epochWord, boolean color)
      throws IOException {
    // Processes such as stty instead of native code, which newer JVMs warn about.
    Terminal terminal =
        TerminalBuilder.builder()
            .name("trawl")
            .system(true)
            .systemOutput(TerminalBuilder.SystemOutput.SysErr)
            .provider(TerminalBuilder.PROP_PROVIDER_EXEC)
            .encoding(StandardCharsets.UTF_8)
            .dumb(false) // but an exception
            .nativeSignals(false) // Ctrl-C is Interruption's
            .build();
    LiveProgress live = new LiveProgress(terminal, new SweepProgress(clock, epochWord), color);
    live.listenForResizing();
    return live;
  }

  @Override
  public synchronized void print(String line) {
    if (closed) {
      return;
    }
    clear();
    terminal.writer().println(VisibleText.of(line));
    terminal.flush();
    redraw();
  }

  @Override
  public synchronized void sweepStarted(Sweep started) {
    sweep = started;
    progress.sweepStarted(started);
    var unused =
        schedule.scheduleWithFixedDelay(this::redraw, 0, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void runStarted(Run run, int after) {
    progress.runStarted(run, after);
  }

  @Override
  public void runProgressed(Run run, int epoch, int images, int total) {
    progress.runProgressed(run, epoch, images, total);
  }

  @Override
  public void epochEnded(Run run, Epoch epoch) {
    progress.epochEnded(run, epoch);
  }

  @Override
  public synchronized void runEnded(Run run) {
    progress.runEnded(run);
    if (sweep != null) {
      print(RunLines.ended(run, sweep));
    }
  }

  private void listenForResizing() {
    Object earlier =
        Signals.register(
            "WINCH",
            () -> {
              synchronized (this) {
                sized = false;
              }
            });
    if (earlier != null) {
      restoreSignal = () -> Signals.unregister("WINCH", earlier);
    }
  }

  /** Never throws: a schedule ends with its first exception, and the next drawing may succeed. */
  private synchronized void redraw() {
    if (closed) {
      return;
    }
    try {
      drawProgress();
    } catch (RuntimeException e) {
      drawn = List.of();
      sized = false;
      LOGGER.debug("progress could not be drawn", e);
    }
  }

  private void drawProgress() {
    if (!sized) {
      sized = true;
      resize();
    }
    progress
        .snapshot()
        .map(snapshot -> ProgressLines.of(snapshot, size.getColumns() - 1, size.getRows() - 1))
        .ifPresent(this::draw);
  }

  private void draw(List<AttributedString> lines) {
    drawn = color ? lines : lines.stream().map(LiveProgress::plain).toList();
    // The cursor rests at the end, where resize() looks for it and an echoed ^C harms nothing.
    int last = drawn.size() - 1;
    display.update(drawn, size.cursorPos(last, drawn.get(last).columnLength()));
    terminal.flush();
  }

  private static AttributedString plain(AttributedString line) {
    return new AttributedString(line.toString());
  }

  /** Takes the lines away as the terminal has wrapped them, for Display draws them anew. */
  private void resize() {
    Size found = terminal.getSize();
    size = found.getColumns() < 2 || found.getRows() < 2 ? UNKNOWN : found;
    int rows = 0;
    for (AttributedString line : drawn) {
      rows += Math.max(1, (line.columnLength() + size.getColumns() - 1) / size.getColumns());
    }
    if (rows > 0) {
      terminal.writer().write('\r');
      if (rows > 1) {
        terminal.puts(InfoCmp.Capability.parm_up_cursor, Math.min(rows, size.getRows()) - 1);
      }
      terminal.puts(InfoCmp.Capability.clr_eos);
    }
    display.reset();
    display.resize(size.getRows(), size.getColumns());
  }

  private void clear() {
    if (drawn.isEmpty()) {
      return;
    }
    display.update(List.of(), 0);
    display.reset();
    drawn = List.of();
  }

  /** Takes the table away; what was printed above it stays. */
  @Override
  public void close() {
    schedule.shutdownNow();
    synchronized (this) {
      if (!closed) {
        closed = true;
        clear();
        terminal.flush();
        restoreSignal.run();
        closeTerminal();
      }
    }
  }

  private void closeTerminal() {
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the terminal could not be given back", e);
    }
  }
}
