package dev.trawl.cli;

import java.io.PrintWriter;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Help.Ansi;

/** What the commands print with: the streams, coloured where the user wants it. */
final class Output {
  private final Console console;
  private final GlobalOptions options;

  Output(Console console, GlobalOptions options) {
    this.console = console;
    this.options = options;
  }

  Console console() {
    return console;
  }

  /** Results, and nothing else. */
  PrintWriter out() {
    return console.out();
  }

  /** Progress, warnings and errors. */
  PrintWriter err() {
    return console.err();
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
    return color ? Ansi.ON.string("@|bold " + text + "|@") : text;
  }
}
