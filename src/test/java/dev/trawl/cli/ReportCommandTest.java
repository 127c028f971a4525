package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Owner;
import dev.trawl.track.RunStore;
import dev.trawl.track.SweepStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sweep as one HTML file, from the command line. */
final class ReportCommandTest {
  private final RecordedDigits digits;
  private final Path folder;

  ReportCommandTest(@TempDir Path folder) {
    this.folder = folder;
    digits = new RecordedDigits(folder);
  }

  @Test
  void report_goesToAFileOrStdout() throws Exception {
    digits.record(SweepStatus.FINISHED);
    Path file = Files.writeString(folder.resolve("report.html"), "of another day");

    Ran written = digits.trawl("report", "digits", "-o", file.toString());
    Ran printed = digits.trawl("report", "digits", "-o", "-");

    assertThat(written.exitCode()).isZero();
    assertThat(written.out()).isEmpty();
    assertThat(written.err()).startsWith("wrote " + file).hasLineCount(1);
    assertThat(file)
        .content()
        .startsWith("<!doctype html>")
        .contains("Best run: run 1", "99.00 %", "<h2 id=\"runs\">", "method: random")
        .endsWith("</html>\n");
    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out()).startsWith("<!doctype html>").contains("Best run: run 1");
  }

  @Test
  void report_thatCannotBeMade_saysWhyAndLeavesNothing() throws Exception {
    digits.record(SweepStatus.FINISHED);
    try (RunStore store = digits.open()) {
      store.createSweep(digits.newSweep(), Owner.ofThisProcess());
    }
    String file = folder.resolve("r.html").toString();

    assertThat(digits.trawl("report", "digits").exitCode()).isEqualTo(2);
    assertThat(digits.trawl("report", "digits", "-o", "").exitCode()).isEqualTo(2);
    Ran unknown = digits.trawl("report", "digit", "-o", file);
    assertThat(unknown.exitCode()).isNotZero();
    assertThat(unknown.err()).contains("found digit");
    digits.assertFails(
        "need a sweep with runs, found none in digits yet", "report", "digits", "-o", file);
    assertThat(Path.of(file)).doesNotExist();
  }

  @Test
  void report_toWhereNothingCanBeWritten_saysSo() throws Exception {
    digits.record(SweepStatus.FINISHED);

    Ran missing = digits.trawl("report", "digits", "-o", folder.resolve("no/r.html").toString());
    Ran aFolder = digits.trawl("report", "digits", "-o", folder.toString());

    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).startsWith("trawl: ").contains("no").hasLineCount(1);
    assertThat(aFolder.exitCode()).isEqualTo(1);
    assertThat(aFolder.err()).startsWith("trawl: ").hasLineCount(1);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.startsWith(".trawl-"));
    }
  }
}
