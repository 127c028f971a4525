package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.trawl.store.H2RunStore;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.Checkpoint;
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
import dev.trawl.track.StopRequest;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The commands over what is recorded, on a real database. */
class RecordsTest {
  private final Path folder;
  private final String database;

  RecordsTest(@TempDir Path folder) {
    this.folder = folder;
    this.database = "jdbc:h2:file:" + folder.resolve("db");
  }

  private Ran trawl(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--db", database));
    all.addAll(List.of(arguments));
    return Ran.trawl(all.toArray(String[]::new));
  }

  @Test
  void sweeps_ofAnEmptyDatabase_saysHowToRunOne() {
    H2RunStore.open(database, Clock.systemUTC()).close();
    Ran ran = trawl("sweeps");

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .isEqualTo("no sweeps yet; ./trawl run FILE --db %s runs one\n".formatted(database));
    assertThat(trawl("sweeps", "--json").out()).isEqualTo("[]\n");
  }

  @Test
  void sweeps_recorded_areATable() throws Exception {
    record(SweepStatus.FINISHED);

    Ran ran = trawl("sweeps");

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().lines().toList())
        .hasSize(2)
        .last()
        .asString()
        .matches("digits  [0-9a-f]{8}  FINISHED +1 of 24  99.00 % ± 0.20  ≥ 99 % +20.*");
  }

  @Test
  void records_asJson_areThoseOfTheApi() throws Exception {
    Sweep sweep = record(SweepStatus.FINISHED);
    String best = String.valueOf(sweep.bestRunId());
    ObjectMapper mapper = new ObjectMapper();

    JsonNode sweeps = mapper.readTree(trawl("sweeps", "--json").out());
    JsonNode runs = mapper.readTree(trawl("runs", "digits", "--json").out());
    JsonNode run = mapper.readTree(trawl("show", best.substring(0, 8), "--json").out());

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
    record(SweepStatus.FINISHED);

    assertThat(numbers(trawl("runs", "digits"))).containsExactly("*", "2");
    assertThat(numbers(trawl("runs", "digits", "--sort=-number"))).containsExactly("2", "*");
    assertThat(numbers(trawl("runs", "digits", "--offset=1"))).containsExactly("2");
    assertThat(trawl("runs", "digits", "--offset=-1").err())
        .contains("need --offset of at least 0, found -1");
  }

  private static List<String> numbers(Ran ran) {
    return ran.out().lines().skip(1).map(line -> line.strip().split(" ", 2)[0]).toList();
  }

  @Test
  void show_ofARun_endsWithHowToReproduceIt() throws Exception {
    Sweep sweep = record(SweepStatus.FINISHED);

    Ran ran = trawl("show", String.valueOf(sweep.bestRunId()));

    assertThat(ran.exitCode()).isZero();
    assertThat(ran.out().lines().toList())
        .contains("run 1 of digits", "dropout    0.25")
        .last()
        .isEqualTo(
            "reproduce  ./trawl run --again %s --db %s"
                .formatted(Wording.id(String.valueOf(sweep.bestRunId())), database));
  }

  @Test
  void names_thatNothingHas_failWithWhatIsNeeded() throws Exception {
    record(SweepStatus.FINISHED);

    assertFails("need the name or id of a sweep, found nothing", "runs", "nothing");
    assertFails("need the name or id of a sweep, found nothing", "resume", "nothing");
    assertFails("need the id of a run, found nothing", "show", "nothing");
    assertFails("need the id of a run, found nothing", "stop", "nothing");
    assertFails("need the id of a run, found nothing", "export", "nothing", "-o", "best");
    assertFails("need a sweep that is RUNNING, found digits FINISHED", "stop", "digits");
  }

  @Test
  void names_thatAreNearlyOnes_areAskedAfter() throws Exception {
    record(SweepStatus.FINISHED);

    for (String nearly : List.of("digitss", "DIGITS", "idgits")) {
      String meant = "found " + nearly + " (did you mean digits? ./trawl ";
      assertFails("need the name or id of a sweep, " + meant + "sweeps ", "runs", nearly);
      assertFails("need the id of a run, " + meant + "runs SWEEP ", "delete", nearly, "--yes");
    }
    assertFails(
        "need the id of a run, found digits (digits is a sweep, ./trawl runs digits --db "
            + database
            + " lists its runs)",
        "show",
        "digits");
    trawl("delete", "digits", "--yes");
    assertFails(
        "need the name or id of a sweep, found digits (digits is deleted, ./trawl undelete digits",
        "runs",
        "digits");
    assertFails("need the id of a run, found digit (did you mean digits? ", "undelete", "digit");
  }

  private void assertFails(String message, String... arguments) {
    Ran ran = trawl(arguments);
    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("trawl: " + message).hasLineCount(1);
  }

  @Test
  void delete_ofASweep_hidesItUntilItIsUndeleted() throws Exception {
    Sweep sweep = record(SweepStatus.FINISHED);

    Ran deleted = trawl("delete", "digits", "--yes");

    assertThat(deleted.exitCode()).isZero();
    assertThat(deleted.err())
        .matches(
            "deleted sweep digits \\(%1$s, 2 runs\\)\n\\./trawl undelete %1$s --db %2$s brings it back until %3$s"
                    .formatted(sweep.id().substring(0, 8), database, inThirtyDays())
                + " [0-9:]{5}, when gc may erase it for good\n");
    assertThat(trawl("sweeps").err()).startsWith("no sweeps yet");
    assertThat(trawl("sweeps", "--deleted").out().lines().toList())
        .hasSize(2)
        .first()
        .asString()
        .endsWith("DELETED");
    assertFails("need the name or id of a sweep, found digits", "runs", "digits");
    assertThat(trawl("show", String.valueOf(sweep.bestRunId())).out())
        .contains("run 1 of digits, whose sweep was deleted at 20");
    assertThat(trawl("undelete", "digits").err())
        .isEqualTo("sweep digits (%s, 2 runs) is back\n", sweep.id().substring(0, 8));
    assertThat(trawl("sweeps").out()).hasLineCount(2);
    assertThat(trawl("undelete", "digits").err()).endsWith("is not deleted\n");
  }

  /** The day, or the one before, when it began meanwhile. */
  private static String inThirtyDays() {
    LocalDate day = LocalDate.now(ZoneId.systemDefault()).plusDays(30);
    return "(%s|%s)".formatted(day.minusDays(1), day);
  }

  @Test
  void delete_ofARun_hidesItUntilItIsUndeleted() throws Exception {
    Sweep sweep = record(SweepStatus.FINISHED);
    String best = String.valueOf(sweep.bestRunId());

    assertThat(trawl("delete", best.substring(0, 8), "-y").exitCode()).isZero();

    assertThat(numbers(trawl("runs", "digits"))).containsExactly("2");
    assertThat(trawl("runs", "digits", "--deleted").out()).contains(best.substring(0, 8));
    assertThat(trawl("runs", "digits", "--deleted", "--filter=number = 1", "--limit=1").out())
        .contains(best.substring(0, 8));
    assertThat(trawl("runs", "digits", "--deleted", "--filter=number = 2").err())
        .isEqualTo("digits has no run that the filter means\n");
    assertFails("need a sweep with a FINISHED run", "export", "digits", "-o", "best");
    assertThat(trawl("show", best).out()).startsWith("run 1 of digits, deleted at 20");
    assertThat(trawl("undelete", best).exitCode()).isZero();
    assertThat(numbers(trawl("runs", "digits"))).containsExactly("*", "2");
    assertThat(trawl("runs", "digits", "--deleted").err())
        .isEqualTo("digits has no deleted runs\n");
  }

  @Test
  void delete_withoutATerminal_needsYes() throws Exception {
    record(SweepStatus.FINISHED);

    Ran ran = trawl("delete", "digits");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo("trawl: need --yes to delete without asking, found no terminal to ask on\n");
    assertThat(trawl("sweeps").out()).hasLineCount(2);
  }

  @Test
  void delete_onATerminal_asks() throws Exception {
    Sweep sweep = record(SweepStatus.FINISHED);
    String[] arguments = {"delete", "digits", "--db", database};

    Ran no = Ran.trawl(Set.of("in", "err"), "\n", Map.of(), arguments);
    assertThat(no.exitCode()).isEqualTo(1);
    assertThat(no.err())
        .isEqualTo(
            "Delete sweep digits (%s, 2 runs)? (y/N) trawl: nothing is deleted\n",
            sweep.id().substring(0, 8));
    assertThat(trawl("sweeps").out()).hasLineCount(2);

    assertThat(Ran.trawl(Set.of("in", "err"), "y\n", Map.of(), arguments).exitCode()).isZero();
    assertThat(trawl("sweeps").out()).isEmpty();
  }

  @Test
  void delete_ofARunningSweep_isRefused() throws Exception {
    try (RunStore store = open()) {
      Sweep sweep = store.createSweep(newSweep(), Owner.ofThisProcess());
      Run run = begin(store, sweep, 1);
      assertFails("need what is not RUNNING, found sweep digits (", "delete", "digits", "--yes");
      assertFails("need what is not RUNNING, found run 1 of digits", "delete", run.id(), "--yes");
    }
  }

  @Test
  void tag_ofASweepAndARun_isPrintedWithThem() throws Exception {
    Sweep sweep = record(SweepStatus.FINISHED);
    String best = String.valueOf(sweep.bestRunId());

    assertThat(trawl("tag", "digits", "by=ada", "for=a=b").out())
        .isEqualTo("TAG  VALUE\nby   ada\nfor  a=b\n");
    assertThat(trawl("tag", "digits", "for=").out()).isEqualTo("TAG  VALUE\nby   ada\n");
    assertThat(trawl("tag", best, "reviewed=yes", "--json").out())
        .isEqualTo("{\"reviewed\":\"yes\"}\n");

    assertThat(trawl("sweeps").out()).contains("TAGS").endsWith("by=ada\n");
    assertThat(trawl("runs", "digits").out()).contains("reviewed=yes");
    assertThat(trawl("show", best).out()).contains("TAG       VALUE\nreviewed  yes\n");
    assertThat(numbers(trawl("runs", "digits", "--filter", "tags.reviewed = 'yes'")))
        .containsExactly("*");
    assertThat(trawl("tag", "digits", "plain").exitCode()).isEqualTo(2);
    assertThat(trawl("tag", "digits", "=x").err())
        .isEqualTo("trawl: need a name for a tag, found a blank one\n");
  }

  @Test
  void note_ofSeveralLines_comesBackAsItWas() throws Exception {
    Sweep sweep = record(SweepStatus.FINISHED);
    String best = String.valueOf(sweep.bestRunId());
    String note = "Größe ≥ 99 %\n\nzweiter Absatz";

    assertThat(trawl("note", best, note).err()).startsWith("noted on run 1 of digits (");
    assertThat(trawl("note", best).out()).isEqualTo(note + "\n");
    assertThat(trawl("show", best).out()).contains("note  Größe ≥ 99 %\n\n      zweiter Absatz\n");
    assertThat(trawl("runs", "digits").out()).contains("note=Größe ≥ 99 % zweiter Absatz");

    String[] arguments = {"note", "digits", "-", "--db", database};
    Ran.trawl(Set.of(), "from\nstdin\n", Map.of(), arguments);
    assertThat(trawl("note", "digits").out()).isEqualTo("from\nstdin\n");
    assertThat(trawl("note", "digits", "").err()).startsWith("no note any more on sweep digits");
    assertThat(trawl("note", "digits").err()).startsWith("no note on sweep digits");
  }

  @Test
  void runs_asCsv_goToStdoutOrAFile() throws Exception {
    record(SweepStatus.FINISHED);
    Path file = folder.resolve("runs.csv");

    Ran printed = trawl("runs", "digits", "--format", "csv");
    Ran written = trawl("runs", "digits", "--format", "CSV", "-o", file.toString());

    assertThat(printed.exitCode()).isZero();
    assertThat(printed.out().lines().toList())
        .hasSize(3)
        .first()
        .asString()
        .startsWith("run_id,sweep_id,number,attempt,status,reason,params.dropout,metrics.test_");
    assertThat(written.out()).isEmpty();
    assertThat(file).hasContent(printed.out());
    assertThat(folder.resolve("runs.csv.part")).doesNotExist();
    Ran epochs = trawl("runs", "digits", "--format=jsonl", "--history", "--filter=number = 2");
    assertThat(epochs.out()).hasLineCount(1).contains("\"val_loss\":\"NaN\"");
    assertThat(trawl("runs", "digits", "--history").exitCode()).isEqualTo(2);
    assertThat(trawl("runs", "digits", "--format=csv", "--json").exitCode()).isEqualTo(2);
  }

  /** Not replaced by a file. */
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void runs_asCsvToALinkOrAPipe_goThroughIt() throws Exception {
    record(SweepStatus.FINISHED);
    String printed = trawl("runs", "digits", "--format=csv", "-o", "-").out();
    Path target = Files.writeString(folder.resolve("target.csv"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link.csv"), target);
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    FutureTask<String> read = new FutureTask<>(() -> Files.readString(pipe));
    new Thread(read).start();

    trawl("runs", "digits", "--format=csv", "-o", link.toString());
    trawl("runs", "digits", "--format=csv", "-o", pipe.toString());

    assertThat(link).isSymbolicLink();
    assertThat(target).hasContent(printed);
    assertThat(read.get()).isEqualTo(printed);
    assertFails(
        "there is no file " + folder.resolve("none"),
        "runs",
        "digits",
        "--format=csv",
        "-o",
        folder.resolve("none/x.csv").toString());
  }

  @Test
  void runs_onAStdoutThatIsFull_fail() throws Exception {
    record(SweepStatus.FINISHED);

    Ran ran = Ran.ontoFullDisk("runs", "digits", "--db", database);

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            "trawl: need to write all results to stdout, found a full disk or a closed"
                + " stream\n");
  }

  @Test
  void runs_byAKeyThatNoneHas_sayIt() throws Exception {
    record(SweepStatus.FINISHED);

    assertThat(trawl("runs", "digits", "--filter=metrics.val_acuracy > 0.5").err())
        .isEqualTo(
            """
            no run has metrics.val_acuracy (did you mean metrics.val_accuracy?)
            digits has no run that the filter means
            """);
    assertThat(trawl("runs", "digits", "--order-by=params.dropuot").err())
        .isEqualTo("no run has params.dropuot (did you mean params.dropout?)\n");
    assertThat(trawl("runs", "digits", "--filter=number = 1", "--order-by=number").err()).isEmpty();
  }

  @Test
  void backupAndRestore_ofADatabase_bringItBackElsewhere() throws Exception {
    record(SweepStatus.FINISHED);
    String file = folder.resolve("backup.zip").toString();
    String back = "jdbc:h2:file:" + folder.resolve("back");

    Ran backup = trawl("backup", file);

    assertThat(backup.exitCode()).isZero();
    assertThat(backup.err())
        .startsWith("backed up 1 sweep, 2 runs and 1 checkpoint to " + file + " (");
    assertThat(trawl("backup", file).exitCode()).isEqualTo(2);
    assertThat(trawl("backup", file, "--force").exitCode()).isZero();
    assertFails("need a place without a database", "restore", file);
    assertThat(Ran.trawl("restore", file, "--db", back).err())
        .isEqualTo("restored 1 sweep, 2 runs and 1 checkpoint to " + back + "\n");
    assertThat(Ran.trawl("sweeps", "--db", back).out()).isEqualTo(trawl("sweeps").out());
    assertFails("there is no file none.zip", "restore", "none.zip");
  }

  @Test
  void restore_inAProcessOfItsOwn_bringsBackWhatWasRecorded() throws Exception {
    record(SweepStatus.FINISHED);
    String file = folder.resolve("backup.zip").toString();
    trawl("backup", file);
    Workplace fresh = new Workplace(Files.createDirectory(folder.resolve("fresh")), "restored");

    Process process = fresh.start("restore", file);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    assertThat(Files.readString(fresh.err()))
        .isEqualTo("restored 1 sweep, 2 runs and 1 checkpoint to " + fresh.database() + "\n");
    for (List<String> command :
        List.of(
            List.of("sweeps", "--json"),
            List.of("runs", "digits", "--json"),
            List.of("runs", "digits", "--history", "--format=jsonl"))) {
      String[] arguments = command.toArray(String[]::new);
      assertThat(fresh.trawl(arguments)).isEqualTo(trawl(arguments));
    }
    try (RunStore before = open();
        RunStore after = H2RunStore.open(fresh.database(), Clock.systemUTC())) {
      Checkpoint kept = before.checkpoints().get(0);
      assertThat(after.checkpoints()).containsExactly(kept);
      assertThat(after.checkpoint(kept.runId(), kept.epoch()).orElseThrow().model())
          .isEqualTo(before.checkpoint(kept.runId(), kept.epoch()).orElseThrow().model());
    }
  }

  @Test
  void restore_whereAnotherProcessHasADatabaseOpen_isRefusedAndLeavesItAlone() throws Exception {
    record(SweepStatus.FINISHED);
    String file = folder.resolve("backup.zip").toString();
    trawl("backup", file);
    Workplace target = new Workplace(folder, "target");
    try (RunStore store = H2RunStore.open(target.database(), Clock.systemUTC())) {
      Process process = target.start("restore", file);

      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isEqualTo(1);
      assertThat(Files.readString(target.err()))
          .isEqualTo(
              "trawl: need a place without a database, found %s there\n"
                  .formatted(folder.resolve("target.mv.db")));
      assertThat(store.sweeps()).isEmpty();
    }
    assertThat(target.trawl("sweeps").err()).startsWith("no sweeps yet");
  }

  @Test
  void stop_ofARunningSweep_isRecordedForItsOwner() throws Exception {
    Owner owner = Owner.ofThisProcess();
    try (RunStore store = open()) {
      Sweep sweep = store.createSweep(newSweep(), owner);

      Ran ran = trawl("stop", "digits");

      assertThat(ran.exitCode()).isZero();
      assertThat(ran.err()).isEqualTo("asked digits to stop\n");
      assertThat(store.heartbeat(sweep.id(), owner))
          .containsExactly(new StopRequest(sweep.id(), null));
    }
  }

  @Test
  void run_ofASweepThatRunsElsewhere_saysSo() throws Exception {
    try (RunStore store = open()) {
      store.createSweep(newSweep(), Owner.ofThisProcess());

      Ran ran = trawl("run", file().toString());

      assertThat(ran.exitCode()).isEqualTo(2);
      assertThat(ran.err())
          .contains("digits is being run by another process", "./trawl stop digits", "--new");
    }
  }

  @Test
  void run_ofAnUnfinishedSweepWithoutATerminal_namesResumeAndNew() throws Exception {
    record(SweepStatus.INTERRUPTED);

    Ran ran = trawl("run", file().toString());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .contains("digits is unfinished: 2 of 24 runs have ended")
        .contains("./trawl resume digits", "--new");
  }

  @Test
  void run_ofADeadOwnersSweep_findsItUnfinished() throws Exception {
    try (RunStore store = open()) {
      Owner dead = new Owner("gone", Owner.thisHost(), 999_999_999L, Instant.EPOCH);
      store.createSweep(newSweep(), dead);
    }
    assertThat(trawl("run", file().toString()).err()).contains("./trawl resume digits");
  }

  @Test
  void run_ofAnUnfinishedSweepOnATerminal_asksAndStartsNothingOnNo() throws Exception {
    record(SweepStatus.INTERRUPTED);
    String[] arguments = {"run", file().toString(), "--db", database};

    Ran ran = Ran.trawl(Set.of("in", "err"), "\n", Map.of(), arguments);

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("Resume it? (y/N/new) ").contains("./trawl resume digits");
    assertThat(trawl("sweeps").out()).hasLineCount(2);
  }

  /** A finished run, and one that diverged. */
  private Sweep record(SweepStatus status) throws Exception {
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

  private static Run begin(RunStore store, Sweep sweep, int number) {
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

  private NewSweep newSweep() throws Exception {
    SweepSource source =
        new SweepSource("sweeps/digits.yaml", CommandMessagesTest.VALID, List.of("run_cap=24"));
    Output output = new Output(Console.system(), new GlobalOptions());
    SweepSpec spec = new Wiring(new GlobalOptions(), output).sweepFiles().read(source).spec();
    return new NewSweep(
        source, spec, Samples.sweep(SweepStatus.RUNNING, null, List.of()).dataset(), 24);
  }

  private RunStore open() {
    return H2RunStore.open(database, Clock.systemUTC());
  }

  private Path file() throws IOException {
    return Files.writeString(folder.resolve("digits.yaml"), CommandMessagesTest.VALID);
  }
}
