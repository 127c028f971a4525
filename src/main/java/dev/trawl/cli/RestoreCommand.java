package dev.trawl.cli;

import dev.trawl.store.DatabaseFile;
import dev.trawl.store.backup.DatabaseBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Brings a database back from a file that trawl backup wrote, checked on the way.",
      "--db says where to; a database that is there already is left alone, and the command fails."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl restore trawl-backup.zip",
      "  trawl restore trawl-backup.zip --db jdbc:h2:file:./restored/trawl"
    })
final class RestoreCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The backup.")
  private Path file = Path.of("");

  private final Output output;
  private final Wiring wiring;

  RestoreCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    DatabaseBackup.Restored restored = wiring.database().backup().restore(file);
    restored
        .damaged()
        .forEach(
            name ->
                output
                    .err()
                    .printf("warning: damaged in the backup, and so in the database: %s%n", name));
    output
        .err()
        .printf(
            "restored %s to %s%n",
            BackupCommand.describe(restored.contents()),
            DatabaseFile.shown(wiring.database().url()));
    return restored.damaged().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }
}
