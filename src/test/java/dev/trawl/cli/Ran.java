package dev.trawl.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;
import java.util.Set;

/** What a command did, run in this process. */
record Ran(int exitCode, String out, String err) {

  static Ran trawl(String... arguments) {
    return trawl(Set.of(), "", Map.of(), arguments);
  }

  /** Runs a command whose results can't be written. */
  static Ran ontoFullDisk(String... arguments) {
    return ontoBroken(false, arguments);
  }

  /** Runs a command whose reader left before the first result. */
  static Ran ontoBrokenPipe(String... arguments) {
    return ontoBroken(true, arguments);
  }

  private static Ran ontoBroken(boolean pipe, String... arguments) {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("No space left on device");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new BufferedReader(new StringReader("")),
            new PrintWriter(full, true),
            new PrintWriter(err, true),
            Set.of(),
            Map.of(),
            pipe);
    return new Ran(new Main(console).run(arguments), "", err.toString());
  }

  /**
   * Runs a command.
   *
   * @param terminals which streams it takes for terminals
   * @param typed what its user types
   */
  static Ran trawl(
      Set<String> terminals, String typed, Map<String, String> environment, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Console console =
        new Console(
            new BufferedReader(new StringReader(typed)),
            new PrintWriter(out, true),
            new PrintWriter(err, true),
            terminals,
            environment,
            false);
    int exitCode = new Main(console).run(arguments);
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
