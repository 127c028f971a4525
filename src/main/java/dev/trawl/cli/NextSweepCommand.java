package dev.trawl.cli;

import dev.trawl.dashboard.SweepAdvice;
import dev.trawl.sweep.yaml.InvalidSweepException;
import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "next",
    description = {
      "Prints the sweep file that a sweep's runs advise to run next.",
      "A range is wider where the best runs lie at its end, and ends before the corner where runs"
          + " fail; what has no effect is fixed. Its search knows the runs that there are, by"
          + " warm_start. Everything else is as in the sweep's own file.",
      "Where they advise nothing it says so, writes no file and ends with 1."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  trawl next mnist-random -o next.yaml", "  trawl check next.yaml"})
final class NextSweepCommand implements Callable<Integer> {
  private static final Path STDOUT = Path.of("-");

  @Parameters(paramLabel = "SWEEP", description = "The sweep's name or id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description =
          "The file to write; it is replaced when the new one is whole. Default, and with -:"
              + " stdout.")
  private Path file = STDOUT;

  private final Output output;
  private final Wiring wiring;

  NextSweepCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws InvalidSweepException, IOException {
    if (file.toString().isEmpty()) {
      throw CommandException.usage("need -o with the name of a file, found an empty one");
    }
    try (RunStore store = wiring.database().openToRead()) {
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
      write(advice.file());
      return ExitCode.OK;
    }
  }

  private void write(String text) throws IOException {
    if (file.equals(STDOUT)) {
      output.out().print(text);
      return;
    }
    WholeFile.write(file, List.of(text.getBytes(StandardCharsets.UTF_8)).iterator());
    output.err().printf("wrote %s%n", file);
  }
}
