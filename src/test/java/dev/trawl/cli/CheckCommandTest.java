package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.model.Architectures;
import dev.trawl.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check says of files that are valid, and of those that are not. */
final class CheckCommandTest {
  private final Path folder;

  CheckCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void check_validFile_printsItsSpace() throws IOException {
    Path file = file("a.yaml", RecordedDigits.YAML);

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
    Path file = file("a.yaml", RecordedDigits.YAML);
    String out = Ran.trawl("check", "--json", file.toString(), "--set", "workers=3").out();
    assertThat(out)
        .matches(
            "(?s).*\"memory\" ?: ?(null|\\{\\s*\"least_bytes\" ?: ?\\d+,\\s*\"most_bytes\" ?:"
                + " ?\\d+,\\s*\"workers\" ?: ?3,\\s*\"available_bytes\" ?: ?\\d+\\s*}).*");
  }

  @Test
  void check_ofRunsThatCanBeTrained_saysHowLongTheyTake() throws IOException {
    Path file = file("a.yaml", RecordedDigits.YAML);
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
    Path file = file("a.yaml", RecordedDigits.YAML);
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
    Path file = file("a.yaml", RecordedDigits.YAML);

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
    Path file = file("a.yaml", RecordedDigits.YAML);

    Ran ran = Ran.trawl("check", file.toString(), "--run-cap", "7", "--name", "it's 5: new");

    assertThat(ran.out()).contains("it's 5: new: random search", ", 7 runs of at most");
    assertThat(Ran.trawl("check", file.toString(), "--set", "training.epcohs=3").err())
        .contains("did you mean epochs?");
  }

  @Test
  void check_invalidFiles_printsAllProblemsOfAllOfThemLocated() throws IOException {
    Path one = file("one.yaml", "method: rando\nparameters: {l2: {value: 1}}\n");
    Path two = file("two.yaml", RecordedDigits.YAML + "wrkers: 2\n");

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
    Path good = file("good.yaml", RecordedDigits.YAML);

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

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
