package dev.trawl.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.analysis.CorrectedAccuracy;
import dev.trawl.analysis.FailureCause;
import dev.trawl.analysis.FinalsResult;
import dev.trawl.analysis.Finding;
import dev.trawl.analysis.RunDiagnosis;
import dev.trawl.cli.text.RunDetails;
import dev.trawl.cli.text.VisibleText;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    description = {
      "Shows what a sweep found, or all that is recorded of a run.",
      "Of a sweep that is what run says at its end, and what was changed of it since its start; of"
          + " a run, the command that reproduces it too."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl show mnist-random",
      "  trawl show 5be01c77",
      "  trawl show 5be01c77 --json",
      "  trawl show 5be01c77 --plan"
    })
final class ShowCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SWEEP|RUN",
      description = "A sweep's name or id, or how the id of a run begins.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Option(
      names = "--plan",
      description =
          "Only how the run's network was computed, a line for each of its parts; with --json it is"
              + " there anyway.")
  private boolean plan;

  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  ShowCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    try (RunStore store = wiring.database().openToRead()) {
      store.markInterrupted();
      if (plan && !json.json) {
        return printPlan(store.environments(argument.run(store, wiring::next).run().id()));
      }
      String text =
          argument
              .find(store, wiring::next)
              .fold(
                  sweep -> json.json ? json(store, sweep.sweep()) : text(store, sweep.sweep()),
                  run -> json.json ? json(store, run) : text(store, run));
      output.out().print(text);
      return ExitCode.OK;
    }
  }

  /**
   * @param places where the run was trained, the latest one last
   */
  private int printPlan(List<RunEnvironment> places) {
    List<String> lines = places.isEmpty() ? List.of() : places.get(places.size() - 1).plan();
    if (lines.isEmpty()) {
      throw CommandException.failed("need a run whose plan is recorded, found none");
    }
    lines.stream().map(VisibleText::line).forEach(output.out()::println);
    return ExitCode.OK;
  }

  private String json(RunStore store, Sweep sweep) {
    List<Run> runs = store.runs(sweep.id(), RunQuery.ALL);
    ObjectNode record = wiring.json().sweepInFull(sweep, wiring.adjustments(store, sweep));
    record.set(
        "winner",
        wiring
            .json()
            .winner(
                sweep
                    .metric()
                    .flatMap(
                        metric -> FinalsResult.of(metric, runs, wiring.decisions(store, sweep))),
                CorrectedAccuracy.of(sweep, runs, store)));
    return wiring.json().write(record) + "\n";
  }

  private String text(RunStore store, Sweep sweep) {
    return RecordedReport.of(wiring, store, sweep, Duration.ZERO)
        .render(SubjectArgument.naming(store, sweep), null, wiring::next, output.heading());
  }

  private String json(RunStore store, Subject.OfRun subject) {
    Run run = subject.run();
    ObjectNode record =
        wiring
            .json()
            .runInFull(
                run,
                subject.sweep(),
                store.evaluation(run.id()),
                wiring.decisions(store, subject.sweep()),
                store.environments(run.id()));
    record.set("failure", wiring.json().failure(FailureCause.of(run, store)));
    record.set("findings", wiring.json().diagnosis(findings(store, subject)).get("findings"));
    return wiring.json().write(record) + "\n";
  }

  private String text(RunStore store, Subject.OfRun subject) {
    Run run = subject.run();
    RunDetails details =
        new RunDetails(
            subject.sweep(),
            run,
            store.metrics(run.id(), Set.of()),
            store.evaluation(run.id()),
            store.checkpoints(run.id()),
            wiring.decisions(store, subject.sweep()),
            findings(store, subject),
            store.environment(run),
            store.environments(run.id()),
            FailureCause.of(run, store));
    return details.render(wiring::next, output.heading());
  }

  private List<Finding> findings(RunStore store, Subject.OfRun subject) {
    return RunDiagnosis.of(store, wiring.sweepFiles(), subject.sweep(), subject.run());
  }
}
