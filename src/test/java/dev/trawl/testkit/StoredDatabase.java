package dev.trawl.testkit;

import dev.trawl.store.H2RunStore;
import dev.trawl.track.Adjustment;
import dev.trawl.track.AliasMove;
import dev.trawl.track.Decision;
import dev.trawl.track.Epoch;
import dev.trawl.track.ImagePredictions;
import dev.trawl.track.Metric;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.NewFile;
import dev.trawl.track.ModelVersion.Verified;
import dev.trawl.track.NewRun;
import dev.trawl.track.Owner;
import dev.trawl.track.PairedTest;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunEnvironment;
import dev.trawl.track.RunLog;
import dev.trawl.track.RunOrigin;
import dev.trawl.track.RunStatus;
import dev.trawl.track.RunStore;
import dev.trawl.track.RungRank;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Makes a database of this build's schema for {@code MigrationTest}, before the schema changes:
 *
 * <pre>java -cp CLASSES:TEST_CLASSES:LIBRARIES dev.trawl.testkit.StoredDatabase FOLDER</pre>
 *
 * writes {@code trawl.zip} and {@code recorded.txt}, which belong in {@code
 * src/test/resources/db/vNNN}. {@code v005} to {@code v007} were made so, {@code v005} without the
 * interrupted sweep; {@code v002} and {@code v004} by this class, without what deletes and tags, in
 * a worktree of the commit that added {@code V002} and of the one before {@code V005}.
 */
public final class StoredDatabase {
  private final FakeClock clock;
  private final RunStore store;

  private StoredDatabase(FakeClock clock, RunStore store) {
    this.clock = clock;
    this.store = store;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    FakeClock clock = new FakeClock(Instant.parse("2026-11-24T12:00:00Z"));
    try (RunStore store = H2RunStore.open("jdbc:h2:file:" + folder.resolve("trawl"), clock)) {
      record(clock, store);
      Files.write(folder.resolve("recorded.txt"), RecordedText.of(store));
    }
    try (OutputStream file = Files.newOutputStream(folder.resolve("trawl.zip"));
        ZipOutputStream zip = new ZipOutputStream(file)) {
      for (String name : List.of("trawl.mv.db", "trawl.password")) {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(folder.resolve(name), zip);
        zip.closeEntry();
      }
    }
  }

  /** Fills an empty store with some of all that there is. */
  public static void record(FakeClock clock, RunStore store) {
    new StoredDatabase(clock, store).record();
  }

  /** A finished sweep, one that is RUNNING, one that was interrupted, and one that is deleted. */
  private void record() {
    // The process is gone as soon as the database is stored.
    Owner owner = Owner.ofThisProcess();
    Sweep ended = store.createSweep(Samples.sweep("ended"), owner);
    finished(ended, 1, 0.5, 990);
    finished(ended, 2, 0.75, 970);
    Run diverged = store.createRun(run(ended, 3));
    store.startRun(diverged.id());
    store.recordEpoch(diverged.id(), Samples.epoch(1, Double.NaN, true), Set.of(1));
    store.endRun(diverged.id(), new RunEnd(RunStatus.FAILED, "diverged", 0.5, null), Set.of());
    store.tagRun(diverged.id(), "note", "zwei\nZeilen ä");
    Run deleted = finished(ended, 4, 0.875, 995);
    store.endSweep(ended.id(), SweepStatus.FINISHED, "");
    store.tagSweep(ended.id(), "by", "ada");
    store.deleteRun(deleted.id());

    Sweep gone = store.createSweep(Samples.sweep("gone"), owner);
    finished(gone, 1, 0.5, 980);
    store.endSweep(gone.id(), SweepStatus.STOPPED, "enough");
    store.deleteSweep(gone.id());

    Sweep running = store.createSweep(Samples.sweep("running"), owner);
    Run half = store.createRun(run(running, 1));
    store.startRun(half.id());
    store.recordEpoch(half.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    store.recordEpoch(half.id(), Samples.epoch(2, 0.25, false), Set.of(1, 2));
    store.createRun(run(running, 2));

    Sweep interrupted = store.createSweep(Samples.sweep("interrupted"), owner);
    finished(interrupted, 1, 0.75, 960);
    Run stopped = store.createRun(run(interrupted, 2));
    store.startRun(stopped.id());
    store.recordEpoch(stopped.id(), Samples.epoch(1, 0.25, true), Set.of(1));
    store.recordEpoch(stopped.id(), Samples.epoch(2, 0.5, true), Set.of(2));
    store.endRun(stopped.id(), new RunEnd(RunStatus.INTERRUPTED, "stopped", 0.5, null), Set.of(2));
    store.endSweep(interrupted.id(), SweepStatus.INTERRUPTED, "stopped");

    recordShared(owner);
  }

  /** A run that a program tracks, decided on and adjusted, with files; and what is of no run. */
  private void recordShared(Owner owner) {
    Instant at = clock.instant();
    Sweep sweep = store.createSweep(Samples.sweep("shared"), owner);
    Run parent = finished(sweep, 1, 0.5, 980);
    RunOrigin origin = new RunOrigin(1, 3, parent.id());
    Run run = store.createRun(new NewRun(sweep.id(), 2, 1, origin, Map.of(), 7, Map.of()));
    store.recordEnvironment(run.id(), new RunEnvironment(at, Map.of(RunEnvironment.HOST, "a")));
    Epoch epoch = Samples.epoch(1, 0.5, true);
    int[] two = {1, 0};
    store.recordEpoch(
        run.id(),
        new Epoch(
            1,
            epoch.metrics(),
            2.5,
            epoch.phases(),
            true,
            epoch.checkpoint(),
            new ImagePredictions(ImagePredictions.Part.VALIDATION, 1, two, two, two)),
        Set.of(1));
    store.logMetrics(run.id(), List.of(new Metric("x", 0.5, Long.MIN_VALUE, at)));
    store.putArtifact(run.id(), "a/b.txt", Samples.model(9, 300_000));
    store.recordLog(
        run.id(), new RunLog("began\n", "ended\n", 5, new RunLog.Failure("no", "at a.B")));
    RungRank rank = new RungRank(1, 0.5, 0.75, 2, 2);
    store.recordDecision(
        sweep.id(), new Decision(1, Decision.Kind.START, run.id(), 0, 0, null, at));
    store.recordDecision(sweep.id(), new Decision(2, Decision.Kind.STOP, run.id(), 1, 0, rank, at));
    store.recordAdjustments(sweep.id(), List.of(new Adjustment(2, "run_cap", "8", "9", "ada", at)));
    Verified verified = new Verified("onnx", 990, 1000);
    ModelVersion.Files files =
        version -> List.of(new NewFile("model.onnx", Samples.model(8, 300_000), verified));
    store.registerModel("digits", run.id(), files);
    store.registerModel("digits", run.id(), files);
    store.moveAlias(new AliasMove("digits", "best", 1, "ada", null, at));
    PairedTest test = new PairedTest(1, ImagePredictions.Part.TEST, 1000, 30, 9, 0.01, 0.03, 0.001);
    store.moveAlias(new AliasMove("digits", "best", 2, "ada", test, at));
    store.saveView("mine", "?sort=number");
    store.post("ended", "mail:ada", "{}");
  }

  private static NewRun run(Sweep sweep, int number) {
    Map<String, Object> parameters =
        Map.of("dropout", 0.25, "batch_size", 16L * number, "filters", List.of(16L, 32L));
    return Samples.run(sweep.id(), number, 1, parameters);
  }

  private Run finished(Sweep sweep, int number, double accuracy, long correct) {
    clock.advance(Duration.ofSeconds(1));
    Run run = store.createRun(run(sweep, number));
    store.startRun(run.id());
    store.recordEpoch(run.id(), Samples.epoch(1, accuracy, true), Set.of(1));
    store.recordEpoch(run.id(), Samples.epoch(2, accuracy / 2, false), Set.of(1, 2));
    return store.endRun(run.id(), Samples.finished(correct), Set.of(1));
  }
}
