package dev.trawl.cli;

import dev.trawl.cli.text.VisibleWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * What the commands print with: the streams, which no recorded text can steer, coloured where the
 * user wants it.
 */
final class Output {
  private final Console console;
  private final GlobalOptions options;
  private final VisibleWriter visible;
  private final PrintWriter out;
  private final PrintWriter err;
  private final WaitedTime waited = new WaitedTime();

  Output(Console console, GlobalOptions options) {
    this.console = console;
    this.options = options;
    this.visible = new VisibleWriter(console.out());
    this.out = new PrintWriter(visible, true);
    this.err = new PrintWriter(new VisibleWriter(console.err()), true);
  }

  Console console() {
    return console;
  }

  /** Results, and nothing else. */
  PrintWriter out() {
    return out;
  }

  /** Results that are kept as they are, unless a terminal shows them. */
  PrintWriter data() {
    return console.terminalOut() ? out : console.out();
  }

  /** Progress, warnings and errors. */
  PrintWriter err() {
    return err;
  }

  /** Asks on stderr and returns the answer's line, trimmed; empty at the end of the input. */
  String ask(String question) {
    err.print(question);
    err.flush();
    long asked = System.nanoTime();
    try {
      String answer = console.in().readLine();
      return answer == null ? "" : answer.strip();
    } catch (IOException e) {
      throw new UncheckedIOException("can't read the answer from stdin", e);
    } finally {
      waited.add(Duration.ofNanos(System.nanoTime() - asked));
    }
  }

  /** What was waited for, by this and by whoever adds to it. */
  WaitedTime waited() {
    return waited;
  }

  /** Whether errors come with a stack trace. */
  boolean verbose() {
    return options.verbose;
  }

  boolean colorOnErr() {
    return console.terminalErr() && console.allowsColor() && !options.noColor;
  }

  /** How a table's heading is printed on stdout. */
  UnaryOperator<String> heading() {
    return this::strong;
  }

  /** The text in bold where stdout shows it. */
  String strong(String text) {
    boolean color = console.terminalOut() && console.allowsColor() && !options.noColor;
    return color ? visible.strong(text) : text;
  }
}
