package dev.trawl.cli;

import dev.trawl.dashboard.SweepAdjustment;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Adjustment;
import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "set",
    description = {
      "Changes a sweep that has begun: how many runs, how long, how many at once, or the range of a"
          + " parameter.",
      "The process that runs it obeys at its next heartbeat, within seconds; one that is stopped or"
          + " interrupted goes on so when it is resumed. What was decided before stays. The keys"
          + " are run_cap, budget, workers, training.timeout and those of a parameter it searches;"
          + " null takes one away."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl set mnist-random run_cap=40 workers=2",
      "  trawl set mnist-random parameters.dropout.max=0.6"
    })
final class SetCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "SWEEP", description = "The sweep's name or id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Parameters(
      index = "1",
      arity = "1..*",
      paramLabel = "KEY=VALUE",
      description = "A key of its file, dotted, and the value from now on.")
  private List<String> changes = List.of();

  private final Output output;
  private final Wiring wiring;

  SetCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws InvalidSweepException {
    try (RunStore store = wiring.database().openExisting()) {
      store.markInterrupted();
      Sweep sweep = argument.sweep(store, wiring::next);
      List<Adjustment> asked =
          new SweepAdjustment(store, wiring.sweepFiles()).ask(sweep, changes, Owner.thisUser());
      String from =
          sweep.status() == SweepStatus.RUNNING
              ? "asked the process that runs it"
              : "when it is resumed: "
                  + wiring.next("resume " + SubjectArgument.naming(store, sweep));
      for (Adjustment each : asked) {
        output.err().printf("%s: %s; %s%n", sweep.name(), each.text(), from);
      }
      return ExitCode.OK;
    }
  }
}
