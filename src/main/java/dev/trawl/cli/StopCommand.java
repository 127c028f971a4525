package dev.trawl.cli;

import dev.trawl.track.Ownership;
import dev.trawl.track.Run;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "stop",
    description = {
      "Asks the process that runs a sweep to stop it, or one of its runs.",
      "It obeys at its next heartbeat, within seconds. A stopped sweep can be resumed, a stopped"
          + " run not."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  trawl stop mnist-quick", "  trawl stop 5be01c77"})
final class StopCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SWEEP|RUN", description = "A sweep's name or id, or a run's id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  private final Output output;
  private final Wiring wiring;

  StopCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    try (RunStore store = wiring.database().openExisting()) {
      store.markInterrupted();
      Subject subject = argument.find(store, wiring::next);
      requireRunning(subject.sweep());
      String asked = subject.fold(sweep -> stop(store, sweep), run -> stop(store, run));
      output.err().println(asked);
      return ExitCode.OK;
    }
  }

  private static String stop(Ownership store, Subject.OfSweep subject) {
    Sweep sweep = subject.sweep();
    store.requestStop(new StopRequest(sweep.id(), null));
    return "asked %s to stop".formatted(sweep.name());
  }

  private static String stop(Ownership store, Subject.OfRun subject) {
    Sweep sweep = subject.sweep();
    Run run = subject.run();
    if (run.status() != RunStatus.RUNNING && run.status() != RunStatus.SCHEDULED) {
      throw CommandException.failed(
          "need a run that is RUNNING, found run %d of %s %s"
              .formatted(run.number(), sweep.name(), run.status()));
    }
    store.requestStop(new StopRequest(sweep.id(), run.id()));
    return "asked %s to stop run %d".formatted(sweep.name(), run.number());
  }

  private static void requireRunning(Sweep sweep) {
    if (sweep.status() != SweepStatus.RUNNING) {
      throw CommandException.failed(
          "need a sweep that is RUNNING, found %s %s".formatted(sweep.name(), sweep.status()));
    }
  }
}
