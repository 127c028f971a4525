package dev.trawl.cli;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The streams that the process was given, always UTF-8, and which of them are terminals.
 *
 * @param terminals any of {@code in}, {@code out} and {@code err}
 * @param environment the environment variables
 * @param pipedOut whether another process reads stdout
 */
record Console(
    BufferedReader in,
    PrintWriter out,
    PrintWriter err,
    Set<String> terminals,
    Map<String, String> environment,
    boolean pipedOut) {

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
        System.getenv(),
        isPipe(Path.of("/dev/fd/1")));
  }

  /** Whether it is a pipe or a socket; false where the system doesn't tell. */
  private static boolean isPipe(Path stream) {
    try {
      int type = (int) Files.getAttribute(stream, "unix:mode") & 0170000;
      return type == 0010000 || type == 0140000;
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return false;
    }
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

  /** Whether somebody sees what is said on stderr, and can press Ctrl-C. */
  boolean watched() {
    return terminals.contains("err");
  }

  /** Whether stderr is a terminal that can move its cursor. */
  boolean terminalErr() {
    String type = environment.getOrDefault("TERM", "");
    return terminals.contains("err") && !type.isEmpty() && !type.equals("dumb");
  }

  /** Whether the user's environment allows colours (no-color.org). */
  boolean allowsColor() {
    return environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }
}
