package dev.trawl.cli;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What commands say to what they can't do. */
final class CommandMessagesTest {
  private final Path folder;

  CommandMessagesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void program_withoutACommand_printsItsHelpAndExits2() {
    Ran ran = Ran.trawl();

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("Usage: trawl");
  }

  @Test
  void name_notRecorded_isAnsweredWithWhatListsTheNamesOfThisDatabase() {
    H2RunStore.open(database(), Clock.systemUTC()).close();
    Ran sweep = Ran.trawl("runs", "nope", "--db", database());
    assertThat(sweep.exitCode()).isEqualTo(1);
    assertThat(sweep.err())
        .isEqualTo(
            "trawl: need the name or id of a sweep, found nope (./trawl sweeps --db %s lists"
                + " them)\n",
            database());
    assertThat(Ran.trawl("show", "nope", "--db", database()).err())
        .isEqualTo(
            "trawl: need the name or id of a sweep, or the id of a run, found nope (./trawl sweeps"
                + " --db %s lists them)\n",
            database());
  }

  @Test
  void file_thatIsMissing_isNamed() {
    for (String command : List.of("check", "run")) {
      Ran ran = Ran.trawl(command, "no/such.yaml");

      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(ran.err()).isEqualTo("trawl: need a sweep file, found no file no/such.yaml\n");
    }
  }

  @Test
  void file_thatIsAFolder_isNamed() {
    for (String command : List.of("check", "run")) {
      Ran ran = Ran.trawl(command, "sweeps");

      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(ran.err()).isEqualTo("trawl: need a sweep file, found the folder sweeps\n");
    }
  }

  @Test
  void run_invalidFile_exits2WithoutTouchingTheDatabase() throws IOException {
    Path file = file("bad.yaml", "method: rando\n");

    Ran ran = Ran.trawl("run", file.toString(), "--db", database());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).startsWith(file + ":1:");
    assertThat(folder.resolve("db.mv.db")).doesNotExist();
  }

  @Test
  void run_thatKnowsASweepOfNoDatabase_makesNone() throws IOException {
    Path file = file("warm.yaml", RecordedDigits.YAML + "warm_start: [earlier]\n");

    Ran ran = Ran.trawl("run", file.toString(), "--no-dashboard", "--db", database());

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "trawl: warm_start needs a recorded sweep, found earlier, and no database yet\n");
    assertThat(folder.resolve("db.mv.db")).doesNotExist();
  }

  @Test
  void run_withOptionsThatCanNotBe_saysWhatIsNeeded() throws IOException {
    String file = file("a.yaml", RecordedDigits.YAML).toString();

    assertUsage("need 1 worker or more, found --workers 0", "run", file, "--workers", "0");
    assertUsage("found both", "run", file, "--serve", "--no-dashboard");
    assertUsage("need a port from 0 to 65535", "run", file, "--port", "99999");
    assertUsage(
        "need --again alone, since it repeats the run as it was, found overrides or --only",
        "run",
        "--again",
        "5be01c77",
        "--seed",
        "2");
    assertUsage("need a run number from 1 to 24, found --only 25", "run", file, "--only", "25");
    assertUsage("(did you mean params.learning_rate?)", "runs", "digits", "--filter", "lr > 3");
    assertUsage("(did you mean 'FINISHED'?)", "runs", "digits", "--filter", "status = finished");
    assertUsage("(did you mean params.seed?)", "runs", "digits", "--filter", "seed = 0");
    assertUsage("(did you mean metrics.val_accuracy?)", "runs", "digits", "--sort", "accuracy");
    assertUsage("--order-by:1:1: found speed", "runs", "digits", "--sort", "speed");
    assertUsage("--filter:1:9: found", "runs", "digits", "--filter", "number >");
    assertUsage("need --limit of at least 1, found 0", "runs", "digits", "--limit", "0");
  }

  private void assertUsage(String message, String... arguments) {
    Ran ran = Ran.trawl(arguments);
    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains(message).hasLineCount(1);
  }

  @ParameterizedTest
  @CsvSource({"ten", "1e3", "99999999999", "''"})
  void number_thatIsNone_isToldWithItsOption(String written) {
    Ran ran = Ran.trawl("runs", "digits", "--limit", written);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).startsWith("trawl: need a whole number for --limit, found " + written);
  }

  @Test
  void doctor_ofACutFile_saysThatItIsDamagedAndWhatHelps() throws IOException {
    H2RunStore.open(database(), Clock.systemUTC()).close();
    Path file = folder.resolve("db.mv.db");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    Ran ran = Ran.trawl("doctor", "--db", database());

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out().lines().filter(line -> line.contains("database")))
        .singleElement(as(InstanceOfAssertFactories.STRING))
        .startsWith("damaged  database")
        .contains("trawl restore", "trawl repair " + file)
        .doesNotContain("Exception");
  }

  @Test
  void database_thatIsNoUrlOfH2_isAUsageError() {
    Ran ran = Ran.trawl("sweeps", "--db", "sqlite:here");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            "trawl: need a path or a URL that begins with jdbc:h2:, found --db sqlite:here\n");
  }

  @Test
  void database_thatIsSomethingElse_isOneLineWithoutAStackTrace() throws IOException {
    file("db.mv.db", "This is no database, but a text that stands in its place.\n".repeat(300));

    Ran ran = Ran.trawl("sweeps", "--db", database());

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("trawl: ").contains(folder.toString()).hasLineCount(1);
  }

  @Test
  void verbose_onAnError_addsTheStackTrace() throws IOException {
    file("db.mv.db", "no database\n".repeat(1000));

    assertThat(Ran.trawl("sweeps", "--verbose", "--db", database()).err())
        .contains("\tat dev.trawl.");
  }

  @Test
  void verbose_afterItsCommand_isOver() {
    Ran.trawl("sweeps", "--verbose", "--db", database());

    assertThat(LoggerFactory.getLogger("dev.trawl").isDebugEnabled()).isFalse();
  }

  @Test
  void export_serverWithoutOnnx_isRefused() {
    Ran ran =
        Ran.trawl("export", "x", "-o", "y", "--format", "dl4j", "--server", "--db", database());

    assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(ran.err())
        .isEqualTo("trawl: need onnx or onnx-int8 in --format for --server, found dl4j\n");
  }

  @Test
  void results_whoseReaderLeft_endQuietlyAsWithSigpipe() {
    Ran ran = Ran.ontoBrokenPipe("check", "--parameters", "cnn");

    assertThat(ran.exitCode()).isEqualTo(141);
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void dataset_thatThereIsNot_isAUsageError() {
    Ran ran = Ran.trawl("data", "verify", "mnits");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).isEqualTo("trawl: need the name of a dataset (mnist), found mnits\n");
  }

  @Test
  void dataset_thatIsNotInTheCache_failsVerification() {
    Ran ran =
        Ran.trawl(
            Set.of(),
            "",
            Map.of("TRAWL_CACHE", folder.toString()),
            "data",
            "verify",
            "mnist",
            "--json");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).startsWith("{\"dataset\":\"mnist\",\"sound\":false");
    assertThat(ran.err()).contains("trawl data fetch mnist replaces it");
  }

  private String database() {
    return "jdbc:h2:file:" + folder.resolve("db");
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
