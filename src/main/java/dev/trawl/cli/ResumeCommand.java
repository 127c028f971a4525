package dev.trawl.cli;

import dev.trawl.export.ExportException;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "resume",
    description = {
      "Goes on with a sweep that was interrupted or stopped.",
      "Unfinished runs go on from their last checkpoint, with the same results as without the"
          + " interruption."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  trawl resume mnist-quick", "  trawl resume 1f3a9c04 --workers 1 --no-dashboard"})
final class ResumeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SWEEP", description = "The sweep's name or id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Mixin private SessionOptions options = new SessionOptions();
  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  ResumeCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call()
      throws IOException, ExportException, InvalidSweepException, InterruptedException {
    options.check();
    try (RunStore store = wiring.database().openExisting()) {
      store.markInterrupted();
      Sweep sweep = argument.sweep(store, wiring::next);
      if (sweep.status() == SweepStatus.RUNNING) {
        throw CommandException.failed(running(sweep, SubjectArgument.naming(store, sweep), wiring));
      }
      return new Session(output, wiring, store, options, json.json).resume(sweep);
    }
  }

  /** That a sweep has a living owner, and what can be done. */
  static String running(Sweep sweep, String argument, Wiring wiring) {
    return "%s is being run by another process; %s stops it"
        .formatted(sweep.name(), wiring.next("stop " + argument));
  }
}
