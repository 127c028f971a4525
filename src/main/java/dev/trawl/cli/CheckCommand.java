package dev.trawl.cli;

import dev.trawl.cli.text.TextTable;
import dev.trawl.cli.text.Wording;
import dev.trawl.dashboard.SweepCheck;
import dev.trawl.model.Architectures;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.sweep.yaml.InvalidSweepException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
      "  trawl check --parameters cnn",
      "  trawl check --schema > sweeps/sweep.schema.json"
    })
final class CheckCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private FilesOrModel asked = new FilesOrModel();

  @Mixin private SweepArguments arguments = new SweepArguments();
  @Mixin private JsonOption json = new JsonOption();

  private final Output output;
  private final Wiring wiring;

  /** Files, a model, or the schema. */
  private static final class FilesOrModel {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Sweep files.")
    private List<String> files = List.of();

    @Option(
        names = "--parameters",
        paramLabel = "MODEL",
        description = "Print the hyperparameters that a file may name for this model.")
    private @Nullable String model;

    @Option(
        names = "--schema",
        description = "Print the JSON Schema of the sweep file, for editors.")
    private boolean schema;
  }

  CheckCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (asked.model != null) {
      printHyperparameters(asked.model);
      return ExitCode.OK;
    }
    if (asked.schema) {
      output.out().println(wiring.json().writeReadably(wiring.sweepSchema()));
      return ExitCode.OK;
    }
    SweepFiles sweepFiles = wiring.sweepFiles();
    List<SweepCheck> checks = new ArrayList<>();
    for (String file : asked.files) {
      checks.add(check(sweepFiles, file, checks.isEmpty() ? "" : "\n"));
    }
    if (json.json) {
      output.out().println(wiring.json().write(checks));
    }
    if (!checks.stream().allMatch(SweepCheck::valid)) {
      return ExitCode.USAGE;
    }
    return checks.stream().allMatch(CheckCommand::trainable) ? ExitCode.OK : ExitCode.FAILED;
  }

  private static boolean trainable(SweepCheck check) {
    return check.data() == null || check.data().problem() == null;
  }

  private SweepCheck check(SweepFiles sweepFiles, String file, String separator)
      throws IOException, InterruptedException {
    try {
      SweepSource source = arguments.read(file);
      SweepFiles.Checked checked = sweepFiles.read(source);
      source = SweepArguments.located(source, checked.spec());
      SweepSpec spec = sweepFiles.read(source).spec();
      TrainingData data = TrainingData.of(wiring.datasets(), wiring.architectures(), spec);
      if (!json.json) {
        checked.warnings().forEach(warning -> output.err().println("warning: " + warning));
        data.warnings()
            .forEach(warning -> output.err().println("warning: " + file + ": " + warning));
        output.out().print(separator + SpaceText.of(file, spec, data, output.heading()));
        if (data.problem() != null) {
          output.err().println(file + ": " + data.problem());
        }
      }
      return SweepCheck.valid(checked, data.record());
    } catch (InvalidSweepException e) {
      if (!json.json) {
        e.problems().forEach(output.err()::println);
      }
      return SweepCheck.invalid(e.problems());
    }
  }

  private void printHyperparameters(String model) {
    Architectures architectures = wiring.architectures();
    requireModel(architectures, model);
    Collection<Hyperparameter> parameters = architectures.parameters(model).values();
    output
        .out()
        .print(
            json.json
                ? wiring.json().write(parameters.stream().map(CheckCommand::record).toList()) + "\n"
                : table(parameters));
  }

  static void requireModel(Architectures architectures, String model) {
    if (!architectures.models().contains(model)) {
      throw CommandException.usage(
          "need a model of %s, found %s"
              .formatted(String.join(", ", architectures.models()), model));
    }
  }

  private String table(Collection<Hyperparameter> parameters) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("NAME"),
                TextTable.Column.left("TYPE"),
                TextTable.Column.left("RANGE"),
                TextTable.Column.left("DEFAULT"),
                TextTable.Column.left("MEANING")));
    for (Hyperparameter parameter : parameters) {
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

  /** What there is to say of its type: limits, choices or nothing. */
  private static Map<String, Object> record(Hyperparameter parameter) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("name", parameter.name());
    record.put("type", parameter.type());
    switch (parameter.type()) {
      case INTEGER, REAL, INTEGER_LIST -> {
        record.put("min", parameter.min());
        record.put("max", parameter.max());
      }
      case CHOICE -> record.put("choices", parameter.choices());
      case FLAG -> {}
    }
    record.put("default_value", parameter.defaultValue());
    record.put("description", parameter.description());
    return record;
  }

  private static String range(Hyperparameter parameter) {
    return switch (parameter.type()) {
      case INTEGER, REAL, INTEGER_LIST ->
          Wording.parameter(parameter.min()) + " to " + Wording.parameter(parameter.max());
      case CHOICE -> String.join(", ", parameter.choices());
      case FLAG -> "true, false";
    };
  }
}
