package dev.trawl.cli;

import dev.trawl.dashboard.SweepAdvice;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "next",
    description = {
      "Prints the sweep file that a sweep's runs advise to run next.",
      "A range is wider where the best runs lie at its end, and ends before the corner where runs"
          + " fail; what has no effect is fixed. Its search knows the runs that there are, by"
          + " warm_start. Everything else is as in the sweep's own file."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  trawl next mnist-random > next.yaml", "  trawl check next.yaml"})
final class NextSweepCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SWEEP", description = "The sweep's name or id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  private final Output output;
  private final Wiring wiring;

  NextSweepCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws InvalidSweepException {
    try (RunStore store = wiring.openStoreToRead()) {
      Sweep sweep = argument.sweep(store, wiring::next);
      if (sweep.isExternal()) {
        throw CommandException.failed(
            "need a sweep that Trawl trained, found %s, which has no sweep file"
                .formatted(sweep.name()));
      }
      List<Run> runs = store.runs(sweep.id(), RunQuery.ALL);
      SweepAdvice advice =
          SweepAdvice.of(wiring.sweepFiles(), sweep, runs, store.adjustments(sweep.id()));
      if (advice.changes().isEmpty()) {
        throw CommandException.failed(
            "%s advises no other space: no range is too narrow, no corner fails and nothing is without effect, as far as its %d runs tell"
                .formatted(sweep.name(), runs.stream().filter(run -> !run.isOfFinals()).count()));
      }
      output.out().print(advice.file());
      return ExitCode.OK;
    }
  }
}
