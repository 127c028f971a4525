package dev.trawl.cli;

import dev.trawl.train.RemoteMachines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a sweep is run, whatever its file says. */
final class SessionOptions {
  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "How many runs train at once. Default: the file's, else one a core.")
  @Nullable Integer workers;

  @Option(
      names = "--same-cpu",
      description =
          "An interrupted run goes on only with the type of processor that it was trained on: with"
              + " another the last bits of its numbers may differ.")
  boolean sameCpu;

  @Mixin private SparkOptions spark = new SparkOptions();

  @Option(names = "--serve", description = "Keep the dashboard up at the end, until Ctrl-C.")
  boolean serve;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = ServeCommand.DEFAULT_PORT,
      description =
          "The dashboard's port; the next free one if it is taken. Default: ${DEFAULT-VALUE}")
  int port;

  @Option(names = "--no-dashboard", description = "Don't start the dashboard.")
  boolean noDashboard;

  @Option(
      names = "--require",
      paramLabel = "FILTER",
      description =
          "What the best run must be like, such as \"test_accuracy >= 0.99\": else the command ends"
              + " with 3. May be given several times.")
  List<String> required = List.of();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description =
          "Export the best model to this folder when the sweep has finished. An earlier export"
              + " there is replaced. Default: none; with a budget NAME-best.")
  @Nullable Path output;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Append what the sweep found to this file in Markdown, as a CI job shows it.")
  @Nullable Path summary;

  /** Before anything is trained. */
  void check() throws IOException {
    if (workers != null && workers < 1) {
      throw CommandException.usage("need 1 worker or more, found --workers " + workers);
    }
    if (serve && noDashboard) {
      throw CommandException.usage("need one of --serve and --no-dashboard, found both");
    }
    spark.check();
    ServeCommand.checkPort(port);
    requirements();
    if (summary != null) {
      append(summary, "");
    }
  }

  /** Where runs train; null for this machine. */
  RemoteMachines.@Nullable Place place() {
    return spark.place();
  }

  /** What says so, to be typed after a command that goes on there. */
  String placeWords() {
    return (sameCpu ? " --same-cpu" : "") + spark.words();
  }

  List<Requirement> requirements() {
    return required.stream().map(Requirement::parse).toList();
  }

  static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
