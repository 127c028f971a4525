package dev.trawl.store.backup;

import dev.trawl.store.H2RunStore;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Metric;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Set;

/** A folder of databases, and their backups. */
record BackupFolder(Path folder) {
  static final Clock CLOCK = Clock.systemUTC();

  String url(String name) {
    return "jdbc:h2:file:" + folder.resolve(name).resolve("trawl");
  }

  DatabaseBackup of(String name) {
    return new DatabaseBackup(url(name), CLOCK);
  }

  RunStore open(String name) {
    return H2RunStore.open(url(name), CLOCK);
  }

  /** A run with one checkpoint, deleted. */
  void record(byte[] model) {
    try (RunStore store = open("db")) {
      Sweep sweep = store.createSweep(Samples.sweep("kept"), Owner.ofThisProcess());
      Run run = store.createRun(Samples.run(sweep.id(), 1));
      Map<String, Double> metrics = Map.of(Metric.VAL_ACCURACY, 0.5);
      store.recordEpoch(run.id(), Samples.epoch(1, metrics, true, model), Set.of(1));
      store.endRun(run.id(), Samples.finished(990), Set.of(1));
      store.deleteRun(run.id());
    }
  }

  /** A backup of what was recorded. */
  Path backup() {
    record(Samples.model(1, 2000));
    Path file = folder.resolve("backup.zip");
    of("db").write(file, false);
    return file;
  }
}
