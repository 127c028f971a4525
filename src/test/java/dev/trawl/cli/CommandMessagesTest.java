package dev.trawl.cli;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.export.ModelFormats;
import dev.trawl.model.Architectures;
import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.Golden;
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

class CommandMessagesTest {
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
  void command_misspelled_isAskedAfter() {
    Ran ran = Ran.trawl("chekc", "sweeps/tiny.yaml");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err().lines()).anyMatch(line -> line.matches("Did you mean.* trawl check.*"));
  }

  @Test
  void option_misspelled_isAskedAfter() {
    Ran ran = Ran.trawl("run", "sweeps/tiny.yaml", "--wokers=2");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("Unknown option: '--wokers=2'", "--workers", "Try 'trawl run --help'.");
  }

  @Test
  void check_validFile_printsItsSpace() throws IOException {
    Path file = file("a.yaml", VALID);

    Ran ran = Ran.trawl("check", file.toString());

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.err()).isEmpty();
    Golden.check(
        "check.txt",
        ran.out()
            .replace(file.toString(), "a.yaml")
            .replaceAll(
                "(networks here: )[^\n]*\n(runs need [^\n]*\n)?(a run takes [^\n]*\n)?", "$1…\n"));
  }

  @Test
  void check_json_hasTheMemoryThatRunsNeed() throws IOException {
    Path file = file("a.yaml", VALID);
    String out = Ran.trawl("check", "--json", file.toString(), "--set", "workers=3").out();
    assertThat(out)
        .matches(
            "(?s).*\"memory\" ?: ?(null|\\{\\s*\"least_bytes\" ?: ?\\d+,\\s*\"most_bytes\" ?:"
                + " ?\\d+,\\s*\"workers\" ?: ?3,\\s*\"available_bytes\" ?: ?\\d+\\s*}).*");
  }

  @Test
  void check_ofRunsThatCanBeTrained_saysHowLongTheyTake() throws IOException {
    Path file = file("a.yaml", VALID);
    String[] set = {"--set", "run_cap=4", "--set", "workers=2"};
    Ran ran = Ran.trawl("check", file.toString(), set[0], set[1], set[2], set[3]);
    Ran json = Ran.trawl("check", "--json", file.toString(), set[0], set[1], set[2], set[3]);

    assertThat(ran.out())
        .containsPattern(
            "\na run takes about \\S+( to \\S+ \\(median \\S+\\))? here, all 4 in (about|at most)"
                + " \\S+ with 2 workers, measured by a few steps of the first 4\n");
    JsonNode time = new JsonMapper().readTree(json.out()).get(0).at("/data/time");
    double longest = time.get("longest_seconds").doubleValue();
    assertThat(time.get("shortest_seconds").doubleValue())
        .isPositive()
        .isLessThanOrEqualTo(longest);
    assertThat(time.get("total_seconds").doubleValue()).isBetween(longest, 4 * longest);
    assertThat(time.get("workers").intValue()).isEqualTo(2);
  }

  @Test
  void check_augmentation_isSaid() throws IOException {
    Path file = file("a.yaml", VALID);
    String set = "training.augmentation={rotation: 10, shift: 0.1, scale: 0.2}";

    assertThat(Ran.trawl("check", file.toString(), "--set", set).out())
        .contains(
            """
            seed 0
            training images turned by up to 10°, moved by up to 0.1 of their height and width and \
            scaled by up to 0.2 of their size, anew each epoch
            """);
    assertThat(Ran.trawl("check", file.toString(), "--set", set, "--json").out())
        .contains("\"augmentation\":{\"rotation\":10.0,\"shift\":0.1,\"scale\":0.2}");
  }

  @Test
  void check_conditionsAndRules_arePrintedInWords() throws IOException {
    Path file =
        file(
            "a.yaml",
            """
            dataset: mnist
            method: tpe
            run_cap: 9
            lag: 2
            parameters:
              optimizer: {values: [adam, sgd]}
              momentum: {min: 0.5, max: 0.9, when: {optimizer: sgd}}
            forbid: [{momentum: {above: 0.8}}]
            enqueue: [{optimizer: sgd, momentum: 0.75}]
            early_terminate: {type: asha, min_iter: 2}
            """);

    assertThat(Ran.trawl("check", file.toString()).out())
        .contains("PARAMETER  VALUES             WHEN")
        .contains("momentum   uniform 0.5 … 0.9  optimizer sgd")
        .contains(
            """
            Not tried: momentum above 0.8.
            Tried first: 1 enqueued run.
            Runs end early by asha (min_iter 2, eta 3, audit 0).
            Job k is decided on the results of the jobs up to k - 2 (lag).
            The first runs:
              1  optimizer=sgd momentum=0.75
              2  optimizer=\
            """)
        .doesNotContain("\n  3  ");
  }

  @Test
  void check_searchedAugmentation_isSaidAsItIsSearched() throws IOException {
    Path file = file("a.yaml", VALID);

    assertThat(
            Ran.trawl(
                    "check",
                    file.toString(),
                    "--set",
                    "training.augmentation={rotation: 10}",
                    "--set",
                    "parameters.scale={min: 0.0, max: 0.2}")
                .out())
        .contains(
            """
            training images turned by up to 10° and scaled by up to (uniform 0 … 0.2) of their size, \
            anew each epoch
            """);
  }

  @Test
  void check_overrides_areChecked() throws IOException {
    Path file = file("a.yaml", VALID);

    Ran ran = Ran.trawl("check", file.toString(), "--run-cap", "7", "--name", "it's 5: new");

    assertThat(ran.out()).contains("it's 5: new: random search", ", 7 runs of at most");
    assertThat(Ran.trawl("check", file.toString(), "--set", "training.epcohs=3").err())
        .contains("did you mean epochs?");
  }

  @Test
  void check_invalidFiles_printsAllProblemsOfAllOfThemLocated() throws IOException {
    Path one = file("one.yaml", "method: rando\nparameters: {l2: {value: 1}}\n");
    Path two = file("two.yaml", VALID + "wrkers: 2\n");

    Ran ran = Ran.trawl("check", one.toString(), two.toString());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains(one + ":1:9: found \"rando\"")
        .contains(two + ":9:1: found the key wrkers")
        .contains("did you mean workers?");
  }

  @Test
  void check_asJson_printsTheRecordsOfTheApi() throws IOException {
    Path bad = file("bad.yaml", "method: rando\n");
    Path good = file("good.yaml", VALID);

    Ran ran = Ran.trawl("check", "--json", bad.toString(), good.toString());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .startsWith("[{\"valid\":false,\"name\":null")
        .contains("\"problems\":[{\"file\":\"" + bad + "\",\"line\":1")
        .contains("{\"valid\":true,\"name\":\"digits\",\"method\":\"random\",\"planned_runs\":24");
  }

  @Test
  void check_parametersOfAModel_listsThem() {
    Golden.check("parameters.txt", Ran.trawl("check", "--parameters", "cnn").out());
    Ran unknown = Ran.trawl("check", "--parameters", "rnn");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err())
        .isEqualTo(
            "trawl: need a model of %s, found rnn\n",
            String.join(", ", new Architectures().models()));
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
            "trawl: need the id of a run, found nope (./trawl runs SWEEP --db %s lists them)\n",
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
  void run_withOptionsThatCanNotBe_saysWhatIsNeeded() throws IOException {
    String file = file("a.yaml", VALID).toString();

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "onnx-int4 | found onnx-int4 (did you mean onnx-int8?)",
        "dl4j,pickle | found pickle",
        "dl4 | found dl4 (did you mean dl4j?)",
        "tf-lite | found tf-lite (did you mean tflite?)",
        "xyz | found xyz"
      })
  void exportFormat_thatThereIsNot_isAUsageErrorByName(String format, String found) {
    Ran ran = Ran.trawl("export", "x", "-o", "y", "--format", format, "--db", database());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            "trawl: need --format %s, %s\n", String.join(", ", new ModelFormats().keys()), found);
  }

  @Test
  void results_whoseReaderLeft_endQuietlyAsWithSigpipe() {
    Ran ran = Ran.ontoBrokenPipe("check", "--parameters", "cnn");

    assertThat(ran.exitCode()).isEqualTo(141);
    assertThat(ran.err()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "list | sweeps",
        "rm | delete",
        "ui | serve",
        "shwo | show",
        "fix | repair",
        "status | sweeps",
        "history | sweeps",
        "compare | runs",
        "run f --epochs 3 | run --set training.epochs=3",
        "run f --epochs=3 | run --set training.epochs=3",
        "check f --lr 0.1 | check --set 'parameters.learning_rate={value: 0.1}'",
        "run f --epochs | run --set 'training.epochs=…'",
        "run f --jobs 3 | run --workers",
        "run f --parallel=3 | run --workers",
        "serve --listen 0.0.0.0 | serve --host",
        "help | --help",
        "version | --version",
        "data help | data --help",
        "runs s --format json | runs --json",
        "runs s --format excel | runs --format csv"
      })
  void wordsThatThereAreNot_areAnsweredWithThoseMeant(String words, String meant) {
    Ran ran = Ran.trawl(words.split(" ", -1));

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("Did you mean: trawl " + meant + "?\n");
  }

  @ParameterizedTest
  @CsvSource({
    "a, a.yaml",
    "a.yml, a.yaml",
    "A.YAML, a.yaml",
    "quikc.yaml, sweeps/quick.yml",
    "sweep/quick, sweeps/quick.yml",
    "b.txt,",
    "no/such,"
  })
  void file_thatIsNearlyThere_isAskedAfter(String written, String meant) throws IOException {
    file("a.yaml", VALID);
    Files.createDirectory(folder.resolve("sweeps"));
    file("sweeps/quick.yml", VALID);

    Ran ran = Ran.trawl("run", folder.resolve(written).toString());

    assertThat(ran.err())
        .isEqualTo(
            "trawl: need a sweep file, found no file %s%s\n",
            folder.resolve(written),
            meant == null ? "" : "; did you mean %s?".formatted(folder.resolve(meant)));
  }

  @Test
  void percentages_whereFractionsAreMeant_areAskedAfter() throws IOException {
    String file = file("a.yaml", VALID).toString();
    Map<String, String> fractions =
        Map.of(
            "metric.target=98", "0.98",
            "thresholds=[0.5, 99]", "0.99",
            "dataset={name: mnist, validation_split: 20}", "0.2",
            "parameters.dropout={values: [50]}", "0.5",
            "training.augmentation={shift: 10}", "0.1");

    fractions.forEach(
        (set, meant) ->
            assertThat(Ran.trawl("check", file, "--set", set).err())
                .contains("(did you mean " + meant + "?)")
                .hasLineCount(1));
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

  static final String VALID =
      """
      name: digits
      dataset: mnist
      method: random
      run_cap: 24
      metric: {name: val_accuracy, goal: maximize}
      parameters:
        filters: {values: [[2], [4]]}
        dropout: {min: 0.0, max: 0.5}
      """;
}
