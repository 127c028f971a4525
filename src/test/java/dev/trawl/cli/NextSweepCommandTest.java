package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.testkit.PrintedDigits;
import dev.trawl.track.Adjustment;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NextSweepCommandTest {
  private static final int RUNS = 24;

  private static final String FILE =
      """
      # A search with a range that ends too early. ä
      name: early
      dataset: mnist
      method: random
      run_cap: 24
      parameters:
        learning_rate: # the one that matters
          distribution: log_uniform_values
          min: 1e-4
          max: 1e-3 # too low
        dense_units: {min: 16, max: 64}
        dropout: {value: 0.25}
      training: {epochs: 1}
      """;

  private final Path folder;
  private final String database;

  NextSweepCommandTest(@TempDir Path folder) {
    this.folder = folder;
    database = "jdbc:h2:file:" + folder.resolve("db");
  }

  private static SweepFiles files() {
    Output output = new Output(Console.system(), new GlobalOptions());
    return new Wiring(new GlobalOptions(), output).sweepFiles();
  }

  /**
   * Records a sweep.
   *
   * @param slope of the accuracy over the learning rate
   */
  private String record(double slope) throws Exception {
    return record(slope, List.of());
  }

  private String record(double slope, List<Adjustment> adjustments) throws Exception {
    SweepSource source = new SweepSource("early.yaml", FILE, List.of("seed=7"));
    SweepSpec spec = files().read(source).spec();
    try (RunStore store = H2RunStore.open(database, Clock.systemUTC())) {
      Sweep sweep =
          store.createSweep(
              NewSweep.of(source, spec, PrintedDigits.DIGITS, RUNS), Owner.ofThisProcess());
      for (int number = 1; number <= RUNS; number++) {
        record(store, sweep, number, slope);
      }
      store.recordAdjustments(sweep.id(), adjustments);
      return store.endSweep(sweep.id(), SweepStatus.FINISHED, "").id();
    }
  }

  private static void record(RunStore store, Sweep sweep, int number, double slope) {
    double place = (double) number / RUNS;
    Map<String, Object> parameters = new LinkedHashMap<>();
    parameters.put("learning_rate", 1e-4 * Math.pow(10, place));
    parameters.put("dense_units", 16L + number * 7 % 48);
    parameters.put("dropout", 0.25);
    Run run =
        store.startRun(
            store.createRun(new NewRun(sweep.id(), number, 1, parameters, number, Map.of())).id());
    double accuracy = 0.9 + slope * place;
    store.recordEpoch(
        run.id(),
        new Epoch(
            1,
            Map.of("val_accuracy", accuracy),
            1,
            true,
            new CheckpointData(new byte[] {(byte) number}, "{}")),
        Set.of(1));
    store.endRun(run.id(), new RunEnd(RunStatus.FINISHED, null, 1, null), Set.of());
  }

  private Ran next(String... options) {
    List<String> arguments = new ArrayList<>(List.of("--db", database, "next", "early"));
    arguments.addAll(List.of(options));
    return Ran.trawl(arguments.toArray(String[]::new));
  }

  @Test
  void next_bestAtTheEnd_printsTheSameFileWithAWiderRange() throws Exception {
    String id = record(0.08);

    Ran ran = next();

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .isEqualTo(
            """
            # The sweep to run after early (%s):
            # - learning_rate: from 1e-4 to 0.0032; 2 of the best 3 runs have it in the uppermost 5 %% of 0.0001 to 0.001: the best value may lie beyond.
            # - dense_units: fixed to 40; by itself it explains 0.0 %% of the differences between 24 runs: the best run's value will do.
            # It was run with --set seed=7
            # Its search knows these runs, by warm_start.

            # A search with a range that ends too early. ä
            name: early
            dataset: mnist
            method: random
            run_cap: 24
            parameters:
              learning_rate: {distribution: log_uniform_values, min: 1e-4, max: 0.0032} # too low
              dense_units: {value: 40}
              dropout: {value: 0.25}
            training: {epochs: 1}
            warm_start: [%s]
            """
                .formatted(id.substring(0, 8), id));
    assertThat(
            files()
                .read(new SweepSource("next.yaml", ran.out(), List.of()))
                .spec()
                .search()
                .parameters())
        .containsEntry("learning_rate", new Distribution.LogUniformValues(1e-4, 0.0032));
  }

  /** What it searched in the end is what counts. */
  @Test
  void next_rangeThatWasWidenedOnTheWay_isNotWidenedAgain() throws Exception {
    record(
        0.08,
        List.of(
            new Adjustment(
                3, "parameters.learning_rate.max", "1e-3", "2e-3", "ada", Instant.EPOCH)));

    assertThat(next().out())
        .contains("# It was changed on the way: parameters.learning_rate.max from 1e-3 to 2e-3\n")
        .doesNotContain("# - learning_rate");
  }

  @Test
  void next_nothingToAdvise_failsWithoutAFile() throws Exception {
    record(0);

    Ran ran = next();

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("early advises no other space");
  }

  /** Unlike a redirection, which empties it before anything is known. */
  @Test
  void next_nothingToAdvise_leavesTheFileThatThereIs() throws Exception {
    record(0);
    Path file = Files.writeString(folder.resolve("next.yaml"), "mine");

    Ran ran = next("-o", file.toString());

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(file).hasContent("mine");
  }

  @Test
  void next_withAFile_writesWhatItPrintsOtherwise() throws Exception {
    record(0.08);
    Path file = folder.resolve("next.yaml");

    Ran ran = next("-o", file.toString());

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("wrote " + file);
    assertThat(Files.readString(file)).isEqualTo(next("-o", "-").out());
    assertThat(next("-o", "").exitCode()).isEqualTo(2);
  }
}
