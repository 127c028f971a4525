package dev.trawl.cli;

import dev.trawl.cli.text.TextTable;
import dev.trawl.cli.text.Wording;
import dev.trawl.data.DatasetException;
import dev.trawl.data.DatasetVerification;
import dev.trawl.data.Datasets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    description = "Compares a dataset's files in the cache with their published checksums.",
    footerHeading = "%nExamples:%n",
    footer = "  trawl data verify mnist")
final class DataVerifyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The dataset, such as mnist.")
  private String name = "";

  @Mixin private JsonOption json = new JsonOption();

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
    DatasetVerification verification = datasets.verify(name);
    output.out().print(json.json ? record(verification) + "\n" : table(verification));
    if (verification.sound()) {
      return ExitCode.OK;
    }
    throw CommandException.failed(
        "need %s whole in %s, found problems (trawl data fetch %s replaces it)"
            .formatted(name, verification.folder(), name));
  }

  private String record(DatasetVerification verification) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("dataset", verification.dataset());
    record.put("sound", verification.sound());
    record.put("folder", verification.folder().toString());
    record.put("files", verification.files().stream().map(DataVerifyCommand::record).toList());
    return wiring.json().write(record);
  }

  private static Map<String, Object> record(DatasetVerification.VerifiedFile file) {
    Map<String, Object> record = new LinkedHashMap<>();
    record.put("file", file.file().toString());
    record.put("bytes", file.bytes());
    record.put("md5", file.md5());
    record.put("problem", file.problem());
    return record;
  }

  private String table(DatasetVerification verification) {
    TextTable table =
        new TextTable(
            List.of(
                TextTable.Column.left("FILE"),
                TextTable.Column.right("SIZE"),
                TextTable.Column.left("MD5"),
                TextTable.Column.left("STATE")));
    for (DatasetVerification.VerifiedFile file : verification.files()) {
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
