package dev.trawl.cli;

import dev.trawl.track.Run;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "runs",
    description = "Lists a sweep's runs. The best one has a star.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl runs mnist-quick",
      "  trawl runs mnist-quick --sort=-metrics.val_accuracy",
      "  trawl runs mnist-quick --json | jq '.[].metrics.test_accuracy'"
    })
final class RunsCommand implements Callable<Integer> {
  private static final Pattern SORT =
      Pattern.compile(
          "-?(number|status|epochs|seconds|(metrics|parameters)\\.[A-Za-z_][A-Za-z0-9_.-]*)");

  @Parameters(paramLabel = "SWEEP", description = "The sweep's name or id.")
  private String name = "";

  @Option(
      names = "--sort",
      paramLabel = "KEY",
      defaultValue = "number",
      description =
          "number, status, epochs, seconds, metrics.KEY or parameters.NAME; with a leading -"
              + " descending. Default: ${DEFAULT-VALUE}")
  private String sort = "";

  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  RunsCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    RunQuery query = query();
    try (RunStore store = wiring.openStore()) {
      store.markInterrupted();
      Sweep sweep = SweepLookup.sweep(store, name);
      List<Run> runs = store.runs(sweep.id(), query);
      if (json.json) {
        output
            .out()
            .println(
                wiring
                    .json()
                    .write(
                        runs.stream()
                            .map(run -> wiring.json().run(run, sweep.dataset()))
                            .toList()));
      } else if (runs.isEmpty()) {
        output.err().printf("%s has no runs yet%n", sweep.name());
      } else {
        output.out().print(new RunTable(sweep, runs).render(output.heading()));
      }
      return ExitCode.OK;
    }
  }

  private RunQuery query() {
    if (!SORT.matcher(sort).matches()) {
      throw CommandException.usage(
          "need number, status, epochs, seconds, metrics.KEY or parameters.NAME, found --sort "
              + sort);
    }
    boolean descending = sort.startsWith("-");
    return new RunQuery(0, Integer.MAX_VALUE, descending ? sort.substring(1) : sort, descending);
  }
}
