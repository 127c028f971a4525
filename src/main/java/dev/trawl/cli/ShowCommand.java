package dev.trawl.cli;

import dev.trawl.cli.text.RunDetails;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = "Shows all that is recorded of a run, and the command that reproduces it.",
    footerHeading = "%nExamples:%n",
    footer = {"  trawl show 5be01c77", "  trawl show 5be01c77 --json"})
final class ShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "The run's id, or how it begins.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  ShowCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    try (RunStore store = wiring.openStoreToRead()) {
      store.markInterrupted();
      Subject.OfRun subject = argument.run(store, wiring::next);
      Sweep sweep = subject.sweep();
      Run run = subject.run();
      if (json.json) {
        output
            .out()
            .println(
                wiring
                    .json()
                    .write(
                        wiring
                            .json()
                            .runInFull(
                                run,
                                sweep,
                                store.evaluation(run.id()),
                                wiring.decisions(store, sweep))));
      } else {
        RunDetails details =
            new RunDetails(
                sweep,
                run,
                store.metrics(run.id(), Set.of()),
                store.evaluation(run.id()),
                store.checkpoints(run.id()),
                wiring.decisions(store, sweep),
                environment(store, run));
        output.out().print(details.render(wiring::next, output.heading()));
      }
      return ExitCode.OK;
    }
  }

  /** What the run's training is like, with what its latest attempt had of its own. */
  private static Map<String, String> environment(RunStore store, Run run) {
    Map<String, String> environment = new LinkedHashMap<>(run.provenance().environment());
    store.environments(run.id()).forEach(attempt -> environment.putAll(attempt.entries()));
    return environment;
  }
}
