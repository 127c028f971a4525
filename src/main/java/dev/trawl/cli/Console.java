package dev.trawl.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The streams that the process was given, always UTF-8, and which of them are terminals.
 *
 * @param terminals any of {@code in}, {@code out} and {@code err}
 * @param environment the environment variables
 */
record Console(
    BufferedReader in,
    PrintWriter out,
    PrintWriter err,
    Set<String> terminals,
    Map<String, String> environment) {

  /** Set by the launcher, which can ask the shell; without it nothing is a terminal. */
  private static final String TERMINALS = "trawl.terminals";

  Console {
    terminals = Set.copyOf(terminals);
    environment = Map.copyOf(environment);
  }

  static Console system() {
    return new Console(
        new BufferedReader(
            new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8)),
        writer(FileDescriptor.out),
        writer(FileDescriptor.err),
        Arrays.stream(System.getProperty(TERMINALS, "").split(","))
            .filter(name -> !name.isEmpty())
            .collect(Collectors.toSet()),
        System.getenv());
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8), true);
  }

  /** Whether there is a person to ask. */
  boolean canAsk() {
    return terminals.contains("in") && terminals.contains("err");
  }

  boolean terminalOut() {
    return terminals.contains("out");
  }

  /** Whether stderr is a terminal that can move its cursor. */
  boolean terminalErr() {
    return terminals.contains("err") && !"dumb".equals(environment.get("TERM"));
  }

  /** Whether the user's environment allows colours (no-color.org). */
  boolean allowsColor() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }
}
