package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.testkit.Golden;
import dev.trawl.testkit.PrintedDigits;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayCommandTest {
  private static final int RUNS = 40;
  private static final int EPOCHS = 6;
  private static final CheckpointData MODEL = new CheckpointData(new byte[] {1}, "{}");

  private static final String FILE =
      """
      name: table
      dataset: mnist
      method: random
      run_cap: 42
      early_terminate: {type: median}
      lag: 3
      parameters:
        learning_rate: {distribution: log_uniform_values, min: 1e-4, max: 1e-1}
        dropout: {min: 0.0, max: 0.5}
      training: {epochs: 6}
      """;

  private static String database = "";

  @BeforeAll
  static void record(@TempDir Path folder) throws Exception {
    database = "jdbc:h2:file:" + folder.resolve("db");
    Output output = new Output(Console.system(), new GlobalOptions());
    SweepSource source = new SweepSource("table.yaml", FILE, List.of());
    SweepSpec spec = new Wiring(new GlobalOptions(), output).sweepFiles().read(source).spec();
    try (RunStore store = H2RunStore.open(database, Clock.systemUTC())) {
      NewSweep created = NewSweep.of(source, spec, PrintedDigits.DIGITS, RUNS + 2);
      Sweep sweep = store.createSweep(created, Owner.ofThisProcess());
      for (int number = 1; number <= RUNS; number++) {
        record(store, sweep, number, EPOCHS, RunStatus.FINISHED);
      }
      record(store, sweep, RUNS + 1, 2, RunStatus.PRUNED);
      record(store, sweep, RUNS + 2, 3, RunStatus.FAILED);
      store.endSweep(sweep.id(), SweepStatus.FINISHED, "");
    }
  }

  /** The higher the learning rate the better, from the first epoch on. */
  private static void record(
      RunStore store, Sweep sweep, int number, int epochs, RunStatus status) {
    double place = number * 17 % 43 / 43.0;
    Map<String, Object> parameters =
        Map.of("learning_rate", 1e-4 * Math.pow(1000, place), "dropout", number % 7 / 14.0);
    Run run =
        store.startRun(
            store.createRun(new NewRun(sweep.id(), number, 1, parameters, number, Map.of())).id());
    for (int epoch = 1; epoch <= epochs; epoch++) {
      double accuracy = 0.9 + 0.08 * place - 0.3 / (3 + epoch);
      store.recordEpoch(
          run.id(), new Epoch(epoch, Map.of("val_accuracy", accuracy), 1, true, MODEL), Set.of());
    }
    store.endRun(run.id(), new RunEnd(status, "", 1, null), Set.of());
  }

  private static Ran replay(String... options) {
    String[] arguments = new String[options.length + 4];
    System.arraycopy(new String[] {"--db", database, "replay", "table"}, 0, arguments, 0, 4);
    System.arraycopy(options, 0, arguments, 4, options.length);
    return Ran.trawl(arguments);
  }

  @Test
  void replay_ofASweep_saysWhatOtherSearchesWouldHaveFound() {
    Ran ran = replay("--seeds", "10", "--early", "asha:min_iter=1,eta=2");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    Golden.check("replay.txt", ran.out());
  }

  @Test
  void replay_asJson_hasTheSearches() {
    Ran ran = replay("--seeds", "2", "--json", "--early", "none", "--method", "qmc");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("\"runs\":41", "\"failed\":1", "\"cut\":1", "\"seeds\":2")
        .contains("\"title\":\"qmc\"", "\"epochs_to_best\":", "\"reached\":1.0");
  }

  @Test
  void replay_output_writesThePlot(@TempDir Path folder) throws Exception {
    Path plot = folder.resolve("plot.svg");

    Ran ran = replay("--seeds", "2", "--method", "random", "--early", "none", "-o", "" + plot);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(Files.readString(plot))
        .startsWith("<svg ")
        .contains(">random<")
        .endsWith("</svg>\n");
  }

  @Test
  void replay_searchThatTheFileCannotHave_isRefusedAsInAFile() {
    assertThat(replay("--method", "grid").exitCode()).isEqualTo(2);
    assertThat(replay("--method", "grid").err()).contains("table.yaml:8:18", "in a grid");
    assertThat(replay("--method", "tpi").exitCode()).isEqualTo(2);
    assertThat(replay("--method", "tpi").err())
        .isEqualTo(
            "trawl: --method tpi: need grid, random, qmc or tpe, found \"tpi\" (did you mean"
                + " tpe?)\n");
    assertThat(replay("--early", "hyperband").err())
        .startsWith("trawl: --early hyperband: need ")
        .contains("min_iter, or max_iter and s");
    assertThat(replay("--early", "asha:eta=1").err())
        .isEqualTo("trawl: --early asha:eta=1: need a number above 1, found 1\n");
    assertThat(replay("--lag", "0").err())
        .isEqualTo("trawl: --lag 0: need an integer of at least 1, found 0\n");
  }

  @Test
  void replay_optionsThatCannotBe_sayWhatWasNeeded() {
    assertThat(replay("--seeds", "0").err()).contains("need --seeds of at least 1, found 0");
    assertThat(replay("--within", "-1").err()).contains("need --within of at least 0, found -1");
    assertThat(replay("--early", "asha: {eta: 2}").err())
        .contains("need --early as none or RULE:KEY=VALUE,KEY=VALUE, found asha: {eta: 2}");
    assertThat(replay("--early", "asha,{}").exitCode()).isEqualTo(2);
  }
}
