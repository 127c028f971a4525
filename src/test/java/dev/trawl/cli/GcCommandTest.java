package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.testkit.PrintedDigits;
import dev.trawl.track.Checkpoint;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Epoch;
import dev.trawl.track.NewRun;
import dev.trawl.track.NewSweep;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunQuery;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A finished run and an unfinished one, each with three checkpoints, the first of them the best.
 */
final class GcCommandTest {
  private static final Set<Integer> ALL = Set.of(1, 2, 3);

  private final String database;

  GcCommandTest(@TempDir Path folder) {
    this.database = "jdbc:h2:file:" + folder.resolve("db");
  }

  private Ran trawl(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--db", database));
    all.addAll(List.of(arguments));
    return Ran.trawl(all.toArray(String[]::new));
  }

  private RunStore open() {
    return H2RunStore.open(database, Clock.systemUTC());
  }

  static NewSweep digits() throws Exception {
    SweepSource source = new SweepSource("digits.yaml", RecordedDigits.YAML, List.of());
    Output output = new Output(Console.system(), new GlobalOptions());
    SweepSpec spec = new Wiring(new GlobalOptions(), output).sweepFiles().read(source).spec();
    return NewSweep.of(source, spec, PrintedDigits.DIGITS, 24);
  }

  private void record() throws Exception {
    try (RunStore store = open()) {
      Sweep sweep = store.createSweep(digits(), Owner.ofThisProcess());
      Run finished = threeEpochs(store, sweep, 1);
      threeEpochs(store, sweep, 2);
      store.endRun(finished.id(), new RunEnd(RunStatus.FINISHED, null, 1, null), ALL);
      store.endSweep(sweep.id(), SweepStatus.INTERRUPTED, "Ctrl-C");
    }
  }

  private static Run threeEpochs(RunStore store, Sweep sweep, int number) {
    return threeEpochs(
        store, sweep, number, 1000 * number + 1, 1000 * number + 2, 1000 * number + 3);
  }

  private static Run threeEpochs(RunStore store, Sweep sweep, int number, int... modelBytes) {
    Run run = store.createRun(new NewRun(sweep.id(), number, 1, Map.of(), number, Map.of()));
    store.startRun(run.id());
    for (int epoch = 1; epoch <= 3; epoch++) {
      CheckpointData model = new CheckpointData(new byte[modelBytes[epoch - 1]], "{}");
      store.recordEpoch(
          run.id(), new Epoch(epoch, Map.of("val_accuracy", 0.9), 2, epoch == 1, model), ALL);
    }
    return run;
  }

  private List<String> kept() {
    try (RunStore store = open()) {
      return store.checkpoints().stream()
          .map(
              checkpoint ->
                  store.run(checkpoint.runId()).orElseThrow().number() + "/" + checkpoint.epoch())
          .toList();
    }
  }

  @Test
  void gc_asTheFileSays_keepsTheBestAndWhatAnUnfinishedRunNeeds() throws Exception {
    record();

    Ran ran = trawl("gc");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out())
        .startsWith("dropped 3 checkpoints of 2 runs, 4.0 kB\nthe database is ")
        .contains(" now, it was ");
    assertThat(kept()).containsExactly("1/1", "2/1", "2/3");
    assertThat(trawl("gc").out()).startsWith("dropped 0 checkpoints of 0 runs, 0 bytes\n");
  }

  @Test
  void gc_modelsThatCheckpointsShare_countOnceAndOnlyWhenNoKeptOneDoes() throws Exception {
    record();
    try (RunStore store = open()) {
      Sweep sweep = store.claimSweep(store.sweeps().get(0).id(), Owner.ofThisProcess());
      // The best's model is that of 1/2, the next that of 2/2.
      Run run = threeEpochs(store, sweep, 3, 1002, 2002, 3003);
      store.endRun(run.id(), new RunEnd(RunStatus.FINISHED, null, 1, null), ALL);
      store.endSweep(sweep.id(), SweepStatus.INTERRUPTED, "Ctrl-C");
    }

    JsonNode would = new ObjectMapper().readTree(trawl("gc", "--json", "--dry-run").out());
    JsonNode did = new ObjectMapper().readTree(trawl("gc", "--json").out());

    for (JsonNode record : List.of(would, did)) {
      assertThat(record.get("checkpoints").asInt()).isEqualTo(5);
      assertThat(record.get("bytes").asLong()).isEqualTo(1003 + 2002 + 3003);
    }
  }

  @Test
  void gc_deletedRun_leavesItsCheckpointsToIt() throws Exception {
    record();
    try (RunStore store = open()) {
      Sweep sweep = store.sweeps().get(0);
      store.deleteRun(store.runs(sweep.id(), RunQuery.ALL).get(0).id());
    }

    trawl("gc");

    assertThat(kept()).containsExactly("1/1", "1/2", "1/3", "2/1", "2/3");
  }

  @Test
  void gc_deletedSweepNamedByItsId_leavesItsCheckpointsToIt() throws Exception {
    record();
    String id;
    try (RunStore store = open()) {
      id = store.deleteSweep(store.sweeps().get(0).id()).id();
    }

    assertThat(trawl("gc", id).out()).startsWith("dropped 0 checkpoints of 0 runs, 0 bytes\n");

    assertThat(kept()).hasSize(6);
  }

  @Test
  void gc_deletedLongAgo_isErasedForGood() throws Exception {
    record();
    String run;
    try (RunStore store = open()) {
      run = store.runs(store.sweeps().get(0).id(), RunQuery.ALL).get(0).id();
      store.deleteRun(run);
    }

    assertThat(trawl("gc", "--deleted-before=1h", "--keep=all").out()).startsWith("dropped 0 ");
    String erased = " for good 0 sweeps and 1 run that were deleted, with 3 checkpoints, 3.0 kB\n";
    assertThat(trawl("gc", "--deleted-before=0", "--keep=all", "--dry-run").out())
        .isEqualTo("would erase" + erased + "would drop 0 checkpoints of 0 runs, 0 bytes\n");
    assertThat(kept()).hasSize(6);
    assertThat(trawl("gc", "--deleted-before=0", "--keep=all").out())
        .startsWith(
            "erased" + erased + "dropped 0 checkpoints of 0 runs, 0 bytes\nthe database is ");

    assertThat(kept()).containsExactly("2/1", "2/2", "2/3");
    Ran undelete = trawl("undelete", run);
    assertThat(undelete.exitCode()).isEqualTo(1);
    assertThat(undelete.err())
        .startsWith("trawl: need the name or id of a sweep, or the id of a run, found " + run);
  }

  @Test
  void gc_deletedSweep_isErasedWithItsRunsAndGivesItsSpaceBack() throws Exception {
    record();
    assertThat(trawl("delete", "digits", "--yes").exitCode()).isZero();

    JsonNode kept = new ObjectMapper().readTree(trawl("gc", "--json").out());
    assertThat(kept.get("erased_sweeps").asInt()).isZero();
    JsonNode erased =
        new ObjectMapper().readTree(trawl("gc", "--json", "--deleted-before=0d").out());

    assertThat(erased.get("erased_sweeps").asInt()).isOne();
    assertThat(erased.get("erased_runs").asInt()).isEqualTo(2);
    assertThat(erased.get("erased_checkpoints").asInt()).isEqualTo(6);
    assertThat(erased.get("erased_bytes").asLong()).isEqualTo(9012);
    assertThat(erased.has("file_bytes_after")).isTrue();
    assertThat(trawl("sweeps", "--deleted").err()).isEqualTo("no deleted sweeps\n");
    assertThat(kept()).isEmpty();
  }

  @Test
  void gc_otherSweepNamed_erasesNothingElse() throws Exception {
    record();
    trawl("delete", "digits", "--yes");
    record();

    assertThat(trawl("gc", "digits", "--deleted-before=0").out()).startsWith("dropped ");
    assertThat(trawl("sweeps", "--deleted").out()).hasLineCount(2);
  }

  @ParameterizedTest
  @CsvSource({"30d, 2592000", "1d12h, 129600", "1.5h1s, 5401", "2m, 120", "0d, 0", "0, 0"})
  void age_inDaysHoursMinutesAndSeconds_isRead(String text, long seconds) {
    assertThat(new Age().convert(text)).hasSeconds(seconds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "d", "1h1d", "-1d", "1 d", "1w", "1e3d"})
  void age_thatIsNone_isRefused(String text) {
    assertThatThrownBy(() -> new Age().convert(text))
        .hasMessage("need a time such as 30d, 12h, 1d12h30m or 0, found " + text);
  }

  @Test
  void gc_ageThatIsNone_saysWhatIsNeeded() {
    Ran ran = trawl("gc", "--deleted-before=30");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("need a time such as 30d, 12h, 1d12h30m or 0, found 30");
  }

  @Test
  void gc_dryRun_dropsNothing() throws Exception {
    record();

    Ran ran = trawl("gc", "digits", "--keep", "1", "--dry-run");

    assertThat(ran.out()).isEqualTo("would drop 2 checkpoints of 2 runs, 3.0 kB\n");
    assertThat(kept()).hasSize(6);
  }

  @Test
  void gc_whileTheDatabaseIsInUse_saysWhenItsSpaceComesBack() throws Exception {
    record();
    try (RunStore store = open()) {
      JsonNode record = new ObjectMapper().readTree(trawl("gc", "--json").out());

      assertThat(record.get("checkpoints").asInt()).isEqualTo(3);
      assertThat(record.has("file_bytes_after")).isFalse();
      assertThat(store.checkpoints()).extracting(Checkpoint::epoch).containsExactly(1, 1, 3);
      assertThat(trawl("gc").out()).contains("the database is in use by another process");
    }
  }

  @Test
  void gc_unknownKeep_saysWhatIsNeeded() {
    Ran ran = trawl("gc", "--keep", "some");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("need best, last, all or a count, found some");
  }
}
