package dev.trawl.store;

import dev.trawl.track.Epoch;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** The epochs of runs, with their metrics and checkpoints. */
final class EpochTable {
  private EpochTable() {}

  /** Replaces the epoch and later ones. */
  static void record(
      WriteTransaction transaction,
      RunTable.Entry run,
      Epoch epoch,
      CheckpointTable.Stored checkpoint,
      Set<Integer> kept) {
    Handle handle = transaction.handle();
    handle.execute("DELETE FROM epoch WHERE run_id = ? AND number >= ?", run.key(), epoch.number());
    MetricTable.deleteFrom(handle, run.key(), epoch.number());
    CheckpointTable.deleteFrom(handle, run.key(), epoch.number());
    handle.execute(
        "INSERT INTO epoch (run_id, number, seconds, best, recorded_at) VALUES (?, ?, ?, ?, ?)",
        run.key(),
        epoch.number(),
        epoch.seconds(),
        epoch.best(),
        transaction.now());
    MetricTable.insert(transaction, run.key(), epoch.number(), epoch.metrics());
    CheckpointTable.insert(transaction, run.key(), epoch.number(), checkpoint);
    CheckpointTable.keep(handle, run.key(), kept);
  }

  /** Epochs are recorded without gaps. */
  static void check(RunTable.Entry run, int number) {
    if (number < 1 || number > run.epochs() + 1) {
      throw new IllegalArgumentException(
          "need epoch 1 to %d of run %s, found %d".formatted(run.epochs() + 1, run.uid(), number));
    }
  }
}
