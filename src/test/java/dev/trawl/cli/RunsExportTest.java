package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.SweepStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs as CSV and JSON lines, to wherever they are sent. */
final class RunsExportTest {
  private final RecordedDigits digits;
  private final Path folder;

  RunsExportTest(@TempDir Path folder) {
    this.folder = folder;
    digits = new RecordedDigits(folder);
  }

  @Test
  void runs_asCsv_goToStdoutOrAFile() throws Exception {
    digits.record(SweepStatus.FINISHED);
    Path file = folder.resolve("runs.csv");

    Ran printed = digits.trawl("runs", "digits", "--format", "csv");
    Ran written = digits.trawl("runs", "digits", "--format", "CSV", "-o", file.toString());

    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out().lines().toList())
        .hasSize(3)
        .first()
        .asString()
        .startsWith(
            "run_id,sweep_id,number,attempt,parent,status,reason,params.dropout,metrics.test_");
    assertThat(written.out()).isEmpty();
    assertThat(file).hasContent(printed.out());
    assertThat(folder.resolve("runs.csv.part")).doesNotExist();
    Ran epochs =
        digits.trawl("runs", "digits", "--format=jsonl", "--history", "--filter=number = 2");
    assertThat(epochs.out()).hasLineCount(1).contains("\"val_loss\":\"NaN\"");
    assertThat(digits.trawl("runs", "digits", "--history").exitCode()).isEqualTo(2);
    assertThat(digits.trawl("runs", "digits", "--format=csv", "--json").exitCode()).isEqualTo(2);
  }

  /** Not replaced by a file. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void runs_asCsvToALinkOrAPipe_goThroughIt() throws Exception {
    digits.record(SweepStatus.FINISHED);
    String printed = digits.trawl("runs", "digits", "--format=csv", "-o", "-").out();
    Path target = Files.writeString(folder.resolve("target.csv"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), target);
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    FutureTask<String> read = new FutureTask<>(() -> Files.readString(pipe));
    new Thread(read).start();

    digits.trawl("runs", "digits", "--format=csv", "-o", link.toString());
    digits.trawl("runs", "digits", "--format=csv", "-o", pipe.toString());

    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent(printed);
    assertThat(read.get()).isEqualTo(printed);
    digits.assertFails(
        "there is no file " + folder.resolve("none"),
        "runs",
        "digits",
        "--format=csv",
        "-o",
        folder.resolve("none/x.csv").toString());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void runs_toAFileOnAFullDisk_nameIt() throws Exception {
    digits.record(SweepStatus.FINISHED);

    digits.assertFails("/dev/full: No space", "runs", "digits", "--format=csv", "-o", "/dev/full");
  }

  @Test
  void runs_onAStdoutThatIsFull_fail() throws Exception {
    digits.record(SweepStatus.FINISHED);

    Ran ran = Ran.ontoFullDisk("runs", "digits", "--db", digits.database());

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "trawl: need to write all results to stdout, found a full disk or a closed"
                + " stream\n");
  }
}
