package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.notify.Dispatcher;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = {
      "Serves the dashboard and the REST API until Ctrl-C.",
      "Sweeps that are started there run in this process."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl serve",
      "  trawl serve --port 8080 --db jdbc:h2:file:/data/sweeps",
      "  TRAWL_TOKEN=… trawl serve --host 0.0.0.0"
    })
final class ServeCommand implements Callable<Integer> {
  static final String DEFAULT_PORT = "7070";
  static final String LOOPBACK = "127.0.0.1";

  /** Not an option: other users of the machine can read a process's arguments. */
  private static final String TOKEN = "TRAWL_TOKEN";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = DEFAULT_PORT,
      description = "The next free one if it is taken; 0 takes any. Default: ${DEFAULT-VALUE}")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = LOOPBACK,
      description =
          "Where to listen. Beyond loopback only with a token in the environment variable "
              + TOKEN
              + "; the printed link has it and lets a browser in. Default: ${DEFAULT-VALUE}")
  private String host = "";

  private final Output output;
  private final Wiring wiring;

  ServeCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws InterruptedException {
    checkPort(port);
    String token = output.console().environment().get(TOKEN);
    Dashboard.check(host, token);
    try (RunStore store = wiring.database().openAndSayIfNew();
        Interruption interruption =
            new Interruption(
                    store::shortenRetries,
                    () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED),
                    () -> output.err().println(Wording.LEFT))
                .listen()) {
      store.markInterrupted();
      ActiveSweeps sweeps = wiring.activeSweeps(store);
      try (Dispatcher dispatcher = wiring.dispatcher(store);
          Dashboard dashboard =
              Dashboard.started(
                  wiring.dashboard(store, sweeps, () -> sweeps.count() > 0), host, port, token)) {
        dashboard.announce(port, output.err());
        dispatcher.start();
        if (token == null) {
          dashboard.visitItself();
        }
        interruption.await();
        List<Sweep> interrupted = sweeps.interrupt();
        interrupted.forEach(
            sweep ->
                output
                    .err()
                    .println(
                        "resume     "
                            + wiring.next("resume " + SubjectArgument.naming(store, sweep))));
        List<Sweep> exporting = sweeps.exporting();
        exporting.forEach(
            sweep ->
                output
                    .err()
                    .println(
                        "interrupted before its model was exported: "
                            + wiring.next(
                                "export %s -o DIR"
                                    .formatted(SubjectArgument.naming(store, sweep)))));
        return interrupted.isEmpty() && exporting.isEmpty() ? ExitCode.OK : ExitCode.INTERRUPTED;
      }
    }
  }

  static void checkPort(int port) {
    if (port < 0 || port > 65_535) {
      throw CommandException.usage("need a port from 0 to 65535, found --port " + port);
    }
  }
}
