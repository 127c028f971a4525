package dev.trawl.cli;

import dev.trawl.cli.text.TextTable;
import dev.trawl.train.NetworkPlans;
import dev.trawl.train.RemoteMachines;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "doctor",
    description = {
      "Says what this machine has, and what is missing.",
      "Reads every record of the database, and names each that is damaged.",
      "With --spark it asks a machine of that cluster instead to load what training needs."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl doctor",
      "  trawl doctor --json",
      "  trawl doctor --plan resnet",
      "  trawl doctor --spark spark://HOST:7077",
      "",
      "Exit codes: 0 all that is needed is there, 1 something is missing or damaged."
    })
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--plan",
      paramLabel = "MODEL",
      description =
          "Only say how the network of this model is computed here, a line for each of its parts;"
              + " with its defaults, for gray images of 28×28.")
  private @Nullable String model;

  @Mixin private SparkOptions spark = new SparkOptions();
  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  DoctorCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() {
    spark.check();
    RemoteMachines.Place place = spark.place();
    if (model != null) {
      if (place != null) {
        throw CommandException.usage("need --plan or --spark, found both");
      }
      return printPlan(wiring.networkPlans(), model);
    }
    List<ExaminationResult> results =
        place == null ? wiring.examination().results() : examine(place);
    if (json.json) {
      output.out().println(wiring.json().write(results));
    } else {
      TextTable table =
          new TextTable(
              List.of(
                  TextTable.Column.left("STATE"),
                  TextTable.Column.left("WHAT"),
                  TextTable.Column.left("FOUND")));
      results.forEach(
          finding -> table.add(List.of(finding.state(), finding.name(), finding.found())));
      output.out().print(table.render(output.heading()));
    }
    return results.stream().anyMatch(ExaminationResult::isFault) ? ExitCode.FAILED : ExitCode.OK;
  }

  private int printPlan(NetworkPlans plans, String of) {
    CheckCommand.requireModel(wiring.architectures(), of);
    List<String> plan = plans.plan(of);
    if (json.json) {
      output.out().println(wiring.json().write(plan));
    } else {
      plan.forEach(output.out()::println);
    }
    return ExitCode.OK;
  }

  /** What a machine of a cluster has, or what is missing there. */
  private List<ExaminationResult> examine(RemoteMachines.Place place) {
    try {
      return wiring.remoteMachines().examine(place).stream().map(ExaminationResult::of).toList();
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("--spark: " + e.getMessage());
    } catch (IOException e) {
      return List.of(ExaminationResult.missing(place.url(), String.valueOf(e.getMessage())));
    }
  }

  /**
   * One thing that was looked at.
   *
   * @param state {@code ok}, {@code note} for what can be done without, {@code damaged} or {@code
   *     missing}
   */
  record ExaminationResult(String name, String state, String found) {
    static ExaminationResult of(RemoteMachines.Finding finding) {
      return finding.isEnough()
          ? ok(finding.name(), finding.found())
          : note(finding.name(), finding.found());
    }

    static ExaminationResult ok(String name, String found) {
      return new ExaminationResult(name, "ok", found);
    }

    static ExaminationResult note(String name, String found) {
      return new ExaminationResult(name, "note", found);
    }

    static ExaminationResult damaged(String name, String found) {
      return new ExaminationResult(name, "damaged", found);
    }

    static ExaminationResult missing(String name, String found) {
      return new ExaminationResult(name, "missing", found);
    }

    boolean isFault() {
      return state.equals("missing") || state.equals("damaged");
    }
  }
}
