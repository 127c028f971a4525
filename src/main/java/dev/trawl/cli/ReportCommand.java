package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
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
    name = "report",
    description = {
      "Makes a sweep one HTML file to pass on: the best run, what the runs say together, charts,"
          + " tables, and where the numbers come from.",
      "The file needs no server and asks for nothing: a browser opens it from the disk, and prints"
          + " it. Of very many runs it has a selection, and says so."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl report mnist-quick -o report.html",
      "  trawl report mnist-quick -o - | gzip >report.html.gz"
    })
final class ReportCommand implements Callable<Integer> {
  @Parameters(paramLabel = "SWEEP", description = "The sweep's name or id.")
  private SubjectArgument argument = SubjectArgument.NONE;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      required = true,
      description = "The file to write; it is replaced when the new one is whole. With -: stdout.")
  private Path file = Path.of("");

  private final Output output;
  private final Wiring wiring;

  ReportCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws IOException {
    if (file.toString().isEmpty()) {
      throw CommandException.usage("need -o with the name of a file, found an empty one");
    }
    try (RunStore store = wiring.database().openToRead()) {
      store.markInterrupted();
      Sweep sweep = argument.sweep(store, wiring::next);
      if (sweep.runs().isEmpty()) {
        throw CommandException.failed(
            "need a sweep with runs, found none in %s yet".formatted(sweep.name()));
      }
      write(wiring.report(store, sweep));
      return ExitCode.OK;
    }
  }

  private void write(String html) throws IOException {
    if (file.equals(Path.of("-"))) {
      output.data().print(html);
      output.data().flush();
      return;
    }
    byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
    WholeFile.write(file, List.of(bytes).iterator());
    output.err().printf("wrote %s (%s)%n", file, Wording.bytes(bytes.length));
  }
}
