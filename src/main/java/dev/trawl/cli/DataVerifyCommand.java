package dev.trawl.cli;

import dev.trawl.data.DatasetException;
import dev.trawl.data.Datasets;
import dev.trawl.data.Verification;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = "Compares a dataset's files in the cache with their published checksums.",
    footerHeading = "%nExamples:%n",
    footer = "  trawl data verify mnist")
final class DataVerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The dataset, such as mnist.")
  private String name = "";

  private final Output output;
  private final Wiring wiring;

  DataVerifyCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws DatasetException {
    Datasets datasets = wiring.datasets();
    DatasetName.require(datasets, name);
    Verification verification = datasets.verify(name);
    output.out().print(table(verification));
    if (verification.sound()) {
      return ExitCode.OK;
    }
    throw CommandException.failed(
        "need %s whole in %s, found problems (trawl data fetch %s replaces it)"
            .formatted(name, verification.folder(), name));
  }

  private String table(Verification verification) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("FILE"),
                TextTable.Column.right("SIZE"),
                TextTable.Column.left("MD5"),
                TextTable.Column.left("STATE")));
    for (Verification.FileCheck file : verification.files()) {
      table.add(
          List.of(
              file.file().toString(),
              Wording.bytes(file.bytes()),
              Objects.requireNonNullElse(file.md5(), ""),
              Objects.requireNonNullElse(file.problem(), "sound")));
    }
    return table.render(output.heading());
  }
}
