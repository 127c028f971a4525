package dev.trawl.cli;

import dev.trawl.track.Run;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    description = {
      "Prints what a run logged: its epochs, warnings, its end and the trace of its failure.",
      "Of a long log the first and the last 65,536 characters are kept; a line says how many are"
          + " left out between them."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  trawl logs 5be01c77", "  trawl logs 5be01c77 --follow"})
final class LogsCommand implements Callable<Integer> {
  private static final Duration EVERY = Duration.ofSeconds(1);

  @Parameters(paramLabel = "RUN", description = "How the id of a run begins.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on until the run ends.")
  private boolean follow;

  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  LogsCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (follow && json.json) {
      throw CommandException.usage("need --follow or --json, found both");
    }
    try (RunStore store = wiring.database().openToRead()) {
      store.markInterrupted();
      Run run = argument.run(store, wiring::next).run();
      if (json.json) {
        output.out().println(wiring.json().write(wiring.json().log(run.id(), log(store, run))));
      } else {
        print(store, run);
      }
      return ExitCode.OK;
    }
  }

  private void print(RunStore store, Run run) throws InterruptedException {
    long written = 0;
    boolean goesOn = follow && isUnderWay(run);
    RunLog log = log(store, run);
    while (goesOn) {
      print(log.after(written));
      written = log.length();
      Thread.sleep(EVERY.toMillis());
      store.markInterrupted();
      // Before the log, so that nothing of its end is missed.
      goesOn = store.run(run.id()).filter(LogsCommand::isUnderWay).isPresent();
      log = log(store, run);
    }
    print(log.after(written));
    if (log.failure() != null) {
      print("\n" + log.failure().trace());
    } else if (log.length() == 0) {
      output.err().printf("no log is recorded of run %d (%s)%n", run.number(), run.id());
    }
  }

  private static boolean isUnderWay(Run run) {
    return run.status() == RunStatus.RUNNING || run.status() == RunStatus.SCHEDULED;
  }

  private static RunLog log(RunStore store, Run run) {
    return store.log(run.id()).orElse(RunLog.EMPTY);
  }

  private void print(String text) {
    // A terminal would be shown the escape of a tab.
    output.data().print(output.console().terminalOut() ? text.replace("\t", "    ") : text);
    output.data().flush();
  }
}
