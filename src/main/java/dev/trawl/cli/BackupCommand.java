package dev.trawl.cli;

import dev.trawl.cli.text.Wording;
import dev.trawl.store.backup.BackupContents;
import dev.trawl.store.backup.DatabaseBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = {
      "Writes the whole database into one file, while sweeps may go on.",
      "The copy is opened and compared, and each checkpoint checked by its SHA-256, before it takes"
          + " its name. The file holds the database's password too; only you can read it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  trawl backup trawl-backup.zip",
      "  trawl backup /mnt/nas/trawl-$(date +%%F).zip",
      "  trawl restore trawl-backup.zip --db jdbc:h2:file:./restored/trawl"
    })
final class BackupCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file to write, a zip.")
  private Path file = Path.of("");

  @Option(names = "--force", description = "Replace the file if it is there.")
  private boolean force;

  private final Output output;
  private final Wiring wiring;

  BackupCommand(Output output, Wiring wiring) {
    this.output = output;
    this.wiring = wiring;
  }

  @Override
  public Integer call() throws IOException {
    if (Files.exists(file) && !force) {
      throw CommandException.usage(
          "need a new file, found %s there; --force replaces it".formatted(file));
    }
    DatabaseBackup.Written written = wiring.database().backup().write(file, force);
    written
        .damaged()
        .forEach(
            name ->
                output
                    .err()
                    .printf("warning: damaged in the database, and so in the backup: %s%n", name));
    output
        .err()
        .printf(
            "backed up %s to %s (%s)%n",
            describe(written.contents()), file, Wording.bytes(Files.size(file)));
    return written.damaged().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }

  static String describe(BackupContents contents) {
    return "%s, %s and %s"
        .formatted(
            Wording.count(contents.sweeps(), "sweep"),
            Wording.count(contents.runs(), "run"),
            Wording.count(contents.checkpoints(), "checkpoint"));
  }
}
