package dev.trawl.cli;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.Map;
import java.util.Set;

/** What a command did, run in this process. */
record Ran(int exitCode, String out, String err) {

  static Ran trawl(String... arguments) {
    return trawl(Set.of(), "", Map.of(), arguments);
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
            environment);
    int exitCode = new Main(console).run(arguments);
    return new Ran(exitCode, out.toString(), err.toString());
  }
}
