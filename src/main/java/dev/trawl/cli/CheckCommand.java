package dev.trawl.cli;

import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.InvalidSweepException;
import dev.trawl.sweep.Problem;
import dev.trawl.sweep.SweepFiles;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description = {
      "Checks sweep files and prints what they would search.",
      "All problems of a file are printed, each as file:line:column."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl check sweeps/*.yaml",
      "  trawl check sweeps/mnist-random.yaml --set training.epochs=3",
      "  trawl check --parameters cnn"
    })
final class CheckCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Subject subject = new Subject();

  @Mixin private SweepArguments arguments = new SweepArguments();

  private final Output output;
  private final Wiring wiring;

  /** Either files or a model. */
  private static final class Subject {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Sweep files.")
    private List<String> files = List.of();

    @Option(
        names = "--parameters",
        paramLabel = "MODEL",
        description = "Print the hyperparameters that a file may name for this model.")
    private @Nullable String model;
  }

  CheckCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws IOException {
    if (subject.model != null) {
      output.out().print(hyperparameters(subject.model));
      return ExitCode.OK;
    }
    SweepFiles sweepFiles = wiring.sweepFiles();
    int exitCode = ExitCode.OK;
    String separator = "";
    for (String file : subject.files) {
      try {
        SweepFiles.Checked checked = sweepFiles.read(arguments.read(file));
        checked.warnings().forEach(warning -> output.err().println(located("warning", warning)));
        output.out().print(separator + SpaceText.of(file, checked.spec(), output.heading()));
        separator = "\n";
      } catch (InvalidSweepException e) {
        e.problems().forEach(output.err()::println);
        exitCode = ExitCode.USAGE;
      }
    }
    return exitCode;
  }

  static String located(String severity, Problem problem) {
    return severity + ": " + problem;
  }

  private String hyperparameters(String model) {
    if (!wiring.architectures().models().contains(model)) {
      throw CommandException.usage(
          "need a model of %s, found %s"
              .formatted(String.join(", ", wiring.architectures().models()), model));
    }
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("NAME"),
                TextTable.Column.left("TYPE"),
                TextTable.Column.left("RANGE"),
                TextTable.Column.left("DEFAULT"),
                TextTable.Column.left("MEANING")));
    for (Hyperparameter parameter : wiring.architectures().parameters(model).values()) {
      table.add(
          List.of(
              parameter.name(),
              parameter.type().name().toLowerCase(Locale.ROOT).replace('_', ' '),
              range(parameter),
              Wording.parameter(parameter.defaultValue()),
              parameter.description()));
    }
    return table.render(output.heading());
  }

  private static String range(Hyperparameter parameter) {
    return Wording.parameter(parameter.min()) + " to " + Wording.parameter(parameter.max());
  }
}
