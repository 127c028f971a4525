package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.cli.text.Wording;
import dev.trawl.store.H2RunStore;
import dev.trawl.track.Adjustment;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that print what is recorded, on a real database. */
final class RecordsTest {
  private final RecordedDigits digits;

  RecordsTest(@TempDir Path folder) {
    digits = new RecordedDigits(folder);
  }

  @Test
  void sweeps_ofAnEmptyDatabase_saysHowToRunOne() {
    H2RunStore.open(digits.database(), Clock.systemUTC()).close();
    Ran ran = digits.trawl("sweeps");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .isEqualTo(
            "no sweeps yet; ./trawl run FILE --db %s runs one\n".formatted(digits.database()));
    assertThat(digits.trawl("sweeps", "--json").out()).isEqualTo("[]\n");
  }

  @Test
  void sweeps_recorded_areATable() throws Exception {
    digits.record(SweepStatus.FINISHED);

    Ran ran = digits.trawl("sweeps");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .matches("digits  [0-9a-f]{8}  FINISHED +1 of 24  99.00 % ± 0.20  ≥ 99 % +20.*");
  }

  @Test
  void records_asJson_areThoseOfTheApi() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    String best = String.valueOf(sweep.bestRunId());
    ObjectMapper mapper = new ObjectMapper();

    JsonNode sweeps = mapper.readTree(digits.trawl("sweeps", "--json").out());
    JsonNode runs = mapper.readTree(digits.trawl("runs", "digits", "--json").out());
    JsonNode run = mapper.readTree(digits.trawl("show", best.substring(0, 8), "--json").out());

    assertThat(sweeps.at("/0/sweep_id").asText()).isEqualTo(sweep.id());
    assertThat(sweeps.at("/0/runs/FINISHED").asInt()).isOne();
    assertThat(runs).hasSize(2);
    assertThat(runs.at("/0/metrics/test_accuracy").asDouble()).isEqualTo(0.99);
    assertThat(runs.at("/1/metrics/val_loss").asText()).isEqualTo("NaN");
    assertThat(runs.at("/1/band").isNull()).isTrue();
    assertThat(run.at("/run_id").asText()).isEqualTo(best);
    assertThat(run.at("/evaluation/images").asLong()).isEqualTo(10_000);
  }

  @Test
  void runs_ofASweep_areSortedAsAsked() throws Exception {
    digits.record(SweepStatus.FINISHED);

    assertThat(RecordedDigits.numbers(digits.trawl("runs", "digits"))).containsExactly("*", "2");
    assertThat(RecordedDigits.numbers(digits.trawl("runs", "digits", "--sort=-number")))
        .containsExactly("2", "*");
    assertThat(RecordedDigits.numbers(digits.trawl("runs", "digits", "--offset=1")))
        .containsExactly("2");
    assertThat(digits.trawl("runs", "digits", "--offset=-1").err())
        .contains("need --offset of at least 0, found -1");
  }

  @Test
  void show_ofARun_endsWithHowToReproduceIt() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);

    Ran ran = digits.trawl("show", String.valueOf(sweep.bestRunId()));

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out().lines().toList())
        .contains("run 1 of digits", "dropout    0.25")
        .last()
        .isEqualTo(
            "reproduce  ./trawl run --again %s --db %s"
                .formatted(Wording.id(String.valueOf(sweep.bestRunId())), digits.database()));
  }

  /** It is long: the rest of what is recorded doesn't have it. */
  @Test
  void show_ofARunsPlan_isThatOfItsLatestPlace() throws Exception {
    Sweep sweep = digits.record(SweepStatus.FINISHED);
    String best = String.valueOf(sweep.bestRunId());
    digits.assertFails("need a run whose plan is recorded, found none", "show", best, "--plan");
    try (RunStore store = H2RunStore.open(digits.database(), Clock.systemUTC())) {
      place(store, best, 1, "stock: no oneDNN\nconv1: conv 3×3");
      place(store, best, 2, "onednn: 2 steps\nconv1: conv 3×3 + relu\nrelu1: with conv1");
    }

    Ran ran = digits.trawl("show", best, "--plan");

    List<String> plan = List.of("onednn: 2 steps", "conv1: conv 3×3 + relu", "relu1: with conv1");
    assertThat(ran.out().lines()).containsExactlyElementsOf(plan);
    assertThat(digits.trawl("show", best).out())
        .contains("layers       onednn: conv")
        .doesNotContain("relu1");
    JsonNode json = new ObjectMapper().readTree(digits.trawl("show", best, "--json").out());
    assertThat(json.get("plan")).extracting(JsonNode::asText).containsExactlyElementsOf(plan);
    assertThat(json.get("environment").has("plan")).isFalse();
    assertThat(json.at("/environment/layers").asText()).isEqualTo("onednn: conv");
    digits.assertFails("need the id of a run, found digits", "show", "digits", "--plan");
  }

  private static void place(RunStore store, String run, int second, String plan) {
    store.recordEnvironment(
        run,
        new RunEnvironment(
            Instant.ofEpochSecond(second), Map.of("layers", "onednn: conv", "plan", plan)));
  }

  @Test
  void show_ofASweep_isItsReportWithWhatWasChanged() throws Exception {
    Sweep sweep = digits.record(SweepStatus.INTERRUPTED);
    try (RunStore store = H2RunStore.open(digits.database(), Clock.systemUTC())) {
      store.recordAdjustments(
          sweep.id(),
          List.of(
              new Adjustment(7, "run_cap", "24", "40", "ada", Instant.EPOCH),
              new Adjustment(Adjustment.ASKED, "workers", "", "2", "ada", Instant.EPOCH)));
    }

    Ran ran = digits.trawl("show", "digits");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .startsWith("digits: INTERRUPTED")
        .contains("\nChanged since its start:\nrun_cap from 24 to 40, from job 7 on (ada, ")
        .contains("\nworkers is 2, when it is resumed (ada, ")
        .contains("\nexport     ./trawl export digits");
    JsonNode json = new ObjectMapper().readTree(digits.trawl("show", "digits", "--json").out());
    assertThat(json.at("/sweep_id").asText()).isEqualTo(sweep.id());
    assertThat(json.at("/adjustments/0/job").asInt()).isEqualTo(7);
    assertThat(json.at("/winner").has("corrected")).isTrue();
  }

  @Test
  void names_thatNothingHas_failWithWhatIsNeeded() throws Exception {
    digits.record(SweepStatus.FINISHED);

    digits.assertFails("need the name or id of a sweep, found nothing", "runs", "nothing");
    digits.assertFails("need the name or id of a sweep, found nothing", "resume", "nothing");
    digits.assertFails(
        "need the name or id of a sweep, or the id of a run, found nothing", "show", "nothing");
    digits.assertFails(
        "need the name or id of a sweep, or the id of a run, found nothing", "stop", "nothing");
    digits.assertFails(
        "need the name or id of a sweep, or the id of a run, found nothing",
        "export",
        "nothing",
        "-o",
        "best");
    digits.assertFails("need a sweep that is RUNNING, found digits FINISHED", "stop", "digits");
  }

  @Test
  void names_thatAreNearlyOnes_areAskedAfter() throws Exception {
    digits.record(SweepStatus.FINISHED);

    for (String nearly : List.of("digitss", "DIGITS", "idgits")) {
      String meant = "found " + nearly + " (did you mean digits? ./trawl ";
      digits.assertFails("need the name or id of a sweep, " + meant + "sweeps ", "runs", nearly);
      digits.assertFails(
          "need the name or id of a sweep, or the id of a run, " + meant + "sweeps ",
          "delete",
          nearly,
          "--yes");
    }
    digits.assertFails(
        "need the id of a run, found digits (digits is a sweep, ./trawl runs digits --db "
            + digits.database()
            + " lists its runs)",
        "run",
        "--again",
        "digits");
    digits.trawl("delete", "digits", "--yes");
    digits.assertFails(
        "need the name or id of a sweep, found digits (digits is deleted, ./trawl undelete digits",
        "runs",
        "digits");
    digits.assertFails(
        "need the name or id of a sweep, or the id of a run, found digit (did you mean digits? ",
        "undelete",
        "digit");
  }

  @Test
  void runs_byAKeyThatNoneHas_sayIt() throws Exception {
    digits.record(SweepStatus.FINISHED);

    assertThat(digits.trawl("runs", "digits", "--filter=metrics.val_acuracy > 0.5").err())
        .isEqualTo(
            """
            no run has metrics.val_acuracy (did you mean metrics.val_accuracy?)
            digits has no run that the filter means
            """);
    assertThat(digits.trawl("runs", "digits", "--order-by=params.dropuot").err())
        .isEqualTo("no run has params.dropuot (did you mean params.dropout?)\n");
    assertThat(digits.trawl("runs", "digits", "--filter=number = 1", "--order-by=number").err())
        .isEmpty();
  }
}
