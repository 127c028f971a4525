package dev.trawl.cli;

import dev.trawl.analysis.SpaceAdvice;
import dev.trawl.analysis.SpaceChange;
import dev.trawl.cli.text.NextFile;
import dev.trawl.sweep.Distribution.Range;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
      List<SpaceChange> changes = advice(wiring, sweep, runs);
      if (changes.isEmpty()) {
        throw CommandException.failed(
            "%s advises no other space: no range is too narrow, no corner fails and nothing is without effect, as far as its %d runs tell"
                .formatted(sweep.name(), runs.size()));
      }
      output.out().print(new NextFile(sweep, changes).render());
      return ExitCode.OK;
    }
  }

  /** What the runs of a sweep that Trawl trained advise. */
  static List<SpaceChange> advice(Wiring wiring, Sweep sweep, List<Run> runs)
      throws InvalidSweepException {
    SweepSpec spec = wiring.sweepFiles().read(sweep.source()).spec();
    Map<String, Range> limits = new LinkedHashMap<>();
    for (String model : spec.models()) {
      wiring
          .architectures()
          .parameters(model)
          .forEach((name, each) -> limits.merge(name, limits(each), NextSweepCommand::within));
    }
    return SpaceAdvice.of(sweep, runs, spec.search().parameters(), limits);
  }

  private static Range limits(Hyperparameter parameter) {
    return new Range(parameter.min(), parameter.max(), false, false);
  }

  /** What both allow. */
  private static Range within(Range one, Range other) {
    double min = Math.max(one.min(), other.min());
    double max = Math.min(one.max(), other.max());
    return new Range(min, max, false, false);
  }
}
