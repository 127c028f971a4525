package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Evaluation;
import dev.trawl.tracking.SweepDescription;
import dev.trawl.tracking.TrackedRun;
import dev.trawl.tracking.TrackedSweep;
import dev.trawl.tracking.Tracker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded and read text that would steer a terminal, or break a table. */
final class OddTextTest {
  private static final String ODD = "o\u001b[2J\u009b\u007f\u0000\t\u202edd";
  private static final String SHOWN = "o\\u001b[2J\\u009b\\u007f\\u0000\\t\\u202edd";

  /** All but the line feed, and the two styles of ours. */
  private static final Pattern STEERS =
      Pattern.compile("[\\p{Cntrl}\u007f-\u009f\u2028-\u202e\u2066-\u2069&&[^\n]]");

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DatasetInfo TOY =
      new DatasetInfo("toy", "", 10, 5, 10, 2, 2, 1, List.of("a" + ODD, "b"));

  private final Path folder;
  private final String database;
  private String failed = "";
  private String finished = "";

  OddTextTest(@TempDir Path folder) {
    this.folder = folder;
    this.database = "jdbc:h2:file:" + folder.resolve("db");
  }

  @BeforeEach
  void record() {
    try (Tracker tracker = Tracker.open(database);
        TrackedSweep sweep = tracker.begin(SweepDescription.of(ODD, "m" + ODD, TOY, 1))) {
      try (TrackedRun run =
          sweep.begin(Map.of("p" + ODD, ODD + "\nmore", "long", "x".repeat(5000)))) {
        failed = run.id();
        run.epoch(Map.of("val_accuracy", 0.6, "m" + ODD, 1.0)).tag("why", "two\tcolumns\nlines");
        run.fail("first\nsecond " + ODD);
      }
      try (TrackedRun run =
          sweep.begin(Map.of("p" + ODD, List.of(List.of("a", ODD), 1), "long", ""))) {
        finished = run.id();
        run.epoch(Map.of("val_accuracy", 0.5));
        run.finish(new Evaluation(0.7, List.of(List.of(5L, 0L), List.of(5L, 0L))));
      }
    }
  }

  private Ran trawl(String... arguments) {
    return onTerminal(Set.of(), arguments);
  }

  private Ran onTerminal(Set<String> terminals, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--db", database));
    all.addAll(List.of(arguments));
    return Ran.trawl(terminals, "", Map.of(), all.toArray(String[]::new));
  }

  @Test
  void commands_onOddText_printNothingThatSteersATerminal() throws Exception {
    Path file = Files.writeString(folder.resolve("bad.yaml"), "name: \"a\\u001b[31mred\"\n");
    List<Ran> ran =
        List.of(
            trawl("sweeps"),
            trawl("runs", ODD),
            trawl("runs", ODD, "--filter", "params.`" + ODD + "` = 1"),
            trawl("runs", "no" + ODD),
            trawl("runs", ODD, "--filter", ODD),
            trawl("show", failed),
            trawl("show", finished),
            trawl("show", ODD),
            trawl("delete", ODD),
            trawl("check", file.toString()),
            trawl("check", "no" + ODD.replace("\u0000", "") + ".yaml"),
            trawl("--verbose", "check", "no" + ODD.replace("\u0000", "") + ".yaml"),
            trawl("export", failed, "-o", folder.resolve("m").toString()),
            trawl("note", failed, ODD),
            trawl("tag", failed, ODD + "=1"),
            trawl("--" + ODD),
            trawl(ODD),
            trawl("runs", ODD, "--json"),
            trawl("runs", ODD, "--format", "jsonl"),
            onTerminal(Set.of("out"), "runs", ODD, "--format", "csv", "--no-color"));
    for (Ran each : ran) {
      assertThat(each.out() + each.err().replace("\n\tat ", "\n"))
          .doesNotContainPattern(STEERS)
          .isNotBlank();
    }
    assertThat(trawl("sweeps").out().lines().skip(1)).singleElement().asString().startsWith(SHOWN);
    assertThat(trawl("check", file.toString()).err())
        .contains("found \"a\\u001b[31mred\", expected a name on one line");
  }

  @Test
  void heading_onATerminal_isBoldWhateverTheNameSays() {
    String out = onTerminal(Set.of("out"), "show", failed).out();
    assertThat(out).startsWith("\u001b[1mrun 1 of " + SHOWN + "\u001b[0m\n");
    assertThat(out.replace("\u001b[1m", "").replace("\u001b[0m", "")).doesNotContainPattern(STEERS);
  }

  @Test
  void show_lineEndsAndTabs_keepItsLayoutAndTheWholeText() {
    List<String> lines = trawl("show", failed).out().lines().toList();
    assertThat(lines)
        .contains("status   FAILED (first↵second " + SHOWN + ")")
        .contains("why  two    columns")
        .contains("     lines")
        .anyMatch(line -> line.endsWith(SHOWN + "↵more"))
        .anyMatch(line -> line.endsWith("  " + "x".repeat(5000)));
    assertThat(lines.stream().filter(line -> line.startsWith("m" + SHOWN))).hasSize(1);
  }

  @Test
  void runs_longAndEmptyTexts_areCutAndQuoted() {
    Ran ran = trawl("runs", ODD);
    assertThat(ran.out()).contains("x".repeat(39) + "…").doesNotContain("x".repeat(40));
    assertThat(ran.out().lines().skip(2)).singleElement().asString().contains(" \"\" ");
    assertThat(ran.out().lines()).hasSize(3).allMatch(line -> line.length() < 250);
  }

  @Test
  void json_ofOddText_isTheSameText() throws Exception {
    JsonNode run = JSON.readTree(trawl("show", failed, "--json").out());
    assertThat(run.at("/reason").asText()).isEqualTo("first\nsecond " + ODD);
    assertThat(run.at("/parameters").get("p" + ODD).asText()).isEqualTo(ODD + "\nmore");
    assertThat(run.at("/parameters/long").asText()).isEqualTo("x".repeat(5000));
  }

  @Test
  void csv_ofOddTextInAPipe_isAsItWas() {
    String csv = trawl("runs", ODD, "--format", "csv").out();
    assertThat(csv).contains("\"" + ODD + "\nmore\"");
  }

  @Test
  void show_classThatIsNeverPredicted_hasADash() {
    assertThat(trawl("show", finished).out().lines().filter(line -> line.contains(" b ")))
        .singleElement()
        .asString()
        .matches(" *b +– +0\\.00 % +5 +5 +0");
    assertThat(trawl("show", finished, "--json").out())
        .contains("\"label\":\"b\",\"precision\":null,\"recall\":0.0,\"f1\":0.0,\"support\":5");
  }

  @Test
  void runs_offsetPastTheEnd_saysHowManyThereAre() {
    assertThat(trawl("runs", ODD, "--offset", "99").err())
        .isEqualTo(SHOWN + " has 2 runs, none after the first 99\n");
    assertThat(trawl("runs", ODD, "--offset", "1", "--filter", "status = 'FAILED'").err())
        .isEqualTo(SHOWN + " has 1 run that the filter means, none after the first 1\n");
    assertThat(trawl("runs", ODD, "--filter", "number = 3").err())
        .isEqualTo(SHOWN + " has no run that the filter means\n");
    assertThat(trawl("runs", ODD, "--deleted", "--offset", "3").err())
        .isEqualTo(SHOWN + " has no deleted runs\n");
  }
}
