package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.testkit.ChangedDatabase;
import dev.trawl.testkit.PrintedDigits;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands say and exit with when some records are damaged: no list is shorter in silence. */
final class DamagedRecordsTest {
  /** What is damaged, by the database's name. */
  private static final Map<String, String> DAMAGES =
      Map.of(
          "run", "UPDATE run SET seconds = 9.5 WHERE number = 2",
          "status", "UPDATE run SET status = 'FINISHEE', band = 77 WHERE number = 2",
          "epoch", "UPDATE metric_point SET metric_values = X'00' WHERE id = 8589934594",
          "sweep", "UPDATE sweep SET seed = 43 WHERE name = 'digits'",
          "name", "UPDATE metric_key SET name = 'val_accurbcy' WHERE name = 'val_accuracy'");

  /** Commands that leave such a database as it is. */
  private static final Set<String> READING =
      Set.of("sweeps", "runs", "show", "export", "backup", "doctor");

  private static Path folder;
  private static List<String> runs;

  @BeforeAll
  static void record(@TempDir Path temporary) throws Exception {
    folder = temporary;
    try (RunStore store = H2RunStore.open(database("whole"), Clock.systemUTC())) {
      Sweep sweep = store.createSweep(newSweep(), Owner.ofThisProcess());
      runs = List.of(finished(store, sweep, 1, 0.75), finished(store, sweep, 2, 0.5));
      store.endSweep(sweep.id(), SweepStatus.STOPPED, "");
    }
    for (Map.Entry<String, String> damage : DAMAGES.entrySet()) {
      for (String ending : List.of(".mv.db", ".password")) {
        Files.copy(folder.resolve("whole" + ending), folder.resolve(damage.getKey() + ending));
      }
      ChangedDatabase.change(folder.resolve(damage.getKey()), damage.getValue());
    }
  }

  private static String database(String name) {
    return "jdbc:h2:file:" + folder.resolve(name);
  }

  private static NewSweep newSweep() throws Exception {
    SweepSource source = new SweepSource("sweeps/digits.yaml", RecordedDigits.YAML, List.of());
    Output output = new Output(Console.system(), new GlobalOptions());
    SweepSpec spec = new Wiring(new GlobalOptions(), output).sweepFiles().read(source).spec();
    return NewSweep.of(source, spec, PrintedDigits.DIGITS, 24);
  }

  private static String finished(RunStore store, Sweep sweep, int number, double accuracy) {
    NewRun run =
        new NewRun(sweep.id(), number, 1, Map.of("dropout", 0.25 * number), number, Map.of());
    Run begun = store.startRun(store.createRun(run).id());
    store.recordEpoch(
        begun.id(),
        new Epoch(
            1,
            Map.of("val_accuracy", accuracy),
            2,
            true,
            new CheckpointData(new byte[] {1, 2, 3}, "{}")),
        Set.of(1));
    Evaluation test = new Evaluation(0.03, List.of(List.of(4950L, 50L), List.of(50L, 4950L)));
    store.endRun(begun.id(), new RunEnd(RunStatus.FINISHED, null, 1, test), Set.of(1));
    return begun.id();
  }

  private static Ran trawl(String name, String command) {
    List<String> arguments = new ArrayList<>(List.of("--db", database(name)));
    for (String word : command.split(" ", -1)) {
      arguments.add(
          word.replace("RUN1", runs.get(0))
              .replace("RUN2", runs.get(1))
              .replace("DIR", folder.toString())
              .replace('~', ' '));
    }
    return Ran.trawl(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "run; 1; run 2 of sweep digits; sweeps, sweeps --json, runs digits, runs digits --json,"
            + " runs digits --format csv, runs digits --format csv --history,"
            + " runs digits --format jsonl, runs digits --filter number~=~1,"
            + " runs digits --order-by metrics.val_accuracy --limit 1, runs digits --deleted,"
            + " tag digits a=b, show RUN2, stop RUN2, tag RUN2 a=b, note RUN2 text, delete RUN2,"
            + " export RUN2 -o DIR/x, run --again RUN2 --no-dashboard, resume digits, gc,"
            + " doctor, backup DIR/run.zip",
        "run; 0; ''; show RUN1, show RUN1 --json, tag RUN1 a=b",
        "status; 1; run 2 of sweep digits; sweeps, sweeps --json, runs digits, tag digits a=b,"
            + " runs digits --filter status~=~'FINISHED', resume digits",
        "epoch; 1; epoch 1 of run 2 of sweep digits; runs digits --format csv --history, show RUN2,"
            + " export RUN2 -o DIR/x, resume digits, backup DIR/epoch.zip",
        "epoch; 0; ''; sweeps, runs digits, show RUN1, tag RUN2 a=b",
        "sweep; 1; sweep digits; sweeps, sweeps --json, runs digits, show RUN1, stop digits,"
            + " resume digits, tag digits a=b, delete digits, export digits -o DIR/x, gc,"
            + " backup DIR/sweep.zip",
        "name; 1; metric name val_accurbcy; runs digits --filter number~=~1,"
            + " runs digits --order-by metrics.val_accuracy, runs digits --format csv --history,"
            + " show RUN2, backup DIR/name.zip",
        "whole; 0; ''; sweeps, runs digits, runs digits --format csv --history, show RUN2",
      })
  void command_onDamagedRecords_saysSoAndExitsWithOne(
      String name, int exitCode, String said, String commands) throws IOException {
    Path file = folder.resolve(name + ".mv.db");
    for (String command : Arrays.stream(commands.split(", ?", -1)).map(String::strip).toList()) {
      byte[] before = Files.readAllBytes(file);
      Ran ran = trawl(name, command);
      String text = ran.err() + ran.out();
      assertThat(ran.exitCode()).as(command + ": " + ran.err()).isEqualTo(exitCode);
      assertThat(text).as(command).contains(said).doesNotContain("unexpected");
      assertThat(text.contains("is damaged: need")).as(command).isEqualTo(exitCode == 1);
      if (READING.contains(command.split(" ", 2)[0]) && !name.equals("whole")) {
        assertThat(Files.readAllBytes(file)).as(command).isEqualTo(before);
      }
    }
  }
}
