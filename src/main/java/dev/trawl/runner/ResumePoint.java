package dev.trawl.runner;

import dev.trawl.sweep.Goal;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.DamagedCheckpointException;
import dev.trawl.track.Metric;
import dev.trawl.track.Run;
import dev.trawl.train.Resumption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where an interrupted run goes on: at its last checkpoint, unless that or the best one before it
 * is damaged; then at the one before.
 *
 * @param bestEpoch the best one so far; {@code from} has its model
 */
record ResumePoint(Resumption from, int bestEpoch) {
  private static final Logger log = LoggerFactory.getLogger(ResumePoint.class);

  /** Empty when the run has to start anew, which is said in the log. */
  static Optional<ResumePoint> find(SweepContext sweep, Run run) {
    if (run.epochs() == 0) {
      return Optional.empty();
    }
    Checkpoints checkpoints = new Checkpoints(sweep, run);
    for (int epoch : new TreeSet<>(sweep.checkpoints(run)).descendingSet()) {
      int best = bestEpoch(sweep, run, epoch);
      Optional<CheckpointData> last = checkpoints.read(epoch);
      Optional<CheckpointData> bestSoFar = checkpoints.read(best);
      if (last.isPresent() && bestSoFar.isPresent()) {
        return Optional.of(
            new ResumePoint(new Resumption(epoch, last.get(), bestSoFar.get()), best));
      }
    }
    log.warn("run={} starts anew: no checkpoint is left that it could go on from", run.id());
    return Optional.empty();
  }

  /** The first with the best value, of the epochs up to one. */
  private static int bestEpoch(SweepContext sweep, Run run, int last) {
    Goal goal = sweep.spec().metric().goal();
    Metric best = null;
    for (Metric metric : sweep.objective(run)) {
      if (metric.step() <= last && (best == null || goal.better(metric.value(), best.value()))) {
        best = metric;
      }
    }
    return best == null ? last : (int) best.step();
  }

  /** A run's checkpoints, each read once. */
  private static final class Checkpoints {
    private final SweepContext sweep;
    private final Run run;
    private final Map<Integer, Optional<CheckpointData>> read = new HashMap<>();

    Checkpoints(SweepContext sweep, Run run) {
      this.sweep = sweep;
      this.run = run;
    }

    /** Empty when it is missing or damaged. */
    Optional<CheckpointData> read(int epoch) {
      return read.computeIfAbsent(epoch, this::readOnce);
    }

    private Optional<CheckpointData> readOnce(int epoch) {
      try {
        return sweep.checkpoint(run, epoch);
      } catch (DamagedCheckpointException e) {
        String word = sweep.spec().training().epochWord();
        log.warn("run={} leaves out {}={}: {}", run.id(), word, epoch, e.getMessage());
        return Optional.empty();
      }
    }
  }
}
