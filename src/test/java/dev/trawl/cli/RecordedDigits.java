package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A database with the sweep {@code digits}, and the commands over it. */
final class RecordedDigits {
  /** A file of small networks, whose runs take hardly any time. */
  static final String YAML =
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

  private final Path folder;
  private final String database;

  RecordedDigits(Path folder) {
    this.folder = folder;
    this.database = "jdbc:h2:file:" + folder.resolve("db");
  }

  String database() {
    return database;
  }

  Ran trawl(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--db", database));
    all.addAll(List.of(arguments));
    return Ran.trawl(all.toArray(String[]::new));
  }

  RunStore open() {
    return H2RunStore.open(database, Clock.systemUTC());
  }

  Path file() throws IOException {
    return Files.writeString(folder.resolve("digits.yaml"), YAML);
  }

  /** A finished run, and one that diverged. */
  Sweep record(SweepStatus status) throws Exception {
    Owner owner = Owner.ofThisProcess();
    try (RunStore store = open()) {
      Sweep sweep = store.createSweep(newSweep(), owner);
      Run first = begin(store, sweep, 1);
      store.recordEpoch(first.id(), epoch(0.991, 0.03), Set.of(1));
      Evaluation test = new Evaluation(0.03, List.of(List.of(4950L, 50L), List.of(50L, 4950L)));
      store.endRun(first.id(), new RunEnd(RunStatus.FINISHED, null, 1, test), Set.of(1));
      Run second = begin(store, sweep, 2);
      store.recordEpoch(second.id(), epoch(0.1, Double.NaN), Set.of(1));
      store.endRun(second.id(), new RunEnd(RunStatus.FAILED, "diverged", 1, null), Set.of());
      return store.endSweep(sweep.id(), status, "");
    }
  }

  static Run begin(RunStore store, Sweep sweep, int number) {
    NewRun run =
        new NewRun(sweep.id(), number, 1, Map.of("dropout", 0.25 * number), number, Map.of());
    return store.startRun(store.createRun(run).id());
  }

  private static Epoch epoch(double accuracy, double loss) {
    return new Epoch(
        1,
        Map.of("val_accuracy", accuracy, "val_loss", loss),
        2,
        true,
        new CheckpointData(new byte[] {1, 2, 3}, "{}"));
  }

  NewSweep newSweep() throws Exception {
    SweepSource source = new SweepSource("sweeps/digits.yaml", YAML, List.of("run_cap=24"));
    Output output = new Output(Console.system(), new GlobalOptions());
    SweepSpec spec = new Wiring(new GlobalOptions(), output).sweepFiles().read(source).spec();
    return NewSweep.of(source, spec, PrintedDigits.DIGITS, 24);
  }

  static List<String> numbers(Ran ran) {
    return ran.out().lines().skip(1).map(line -> line.strip().split(" ", 2)[0]).toList();
  }

  void assertFails(String message, String... arguments) {
    Ran ran = trawl(arguments);
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("trawl: " + message).hasLineCount(1);
  }
}
