package dev.trawl.export;

import dev.trawl.data.Dataset;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;

/**
 * What is exported, and what it is verified against.
 *
 * @param epoch whose weights these are: the run's best
 * @param tested what the run did on the test images
 */
record ExportedRun(
    Sweep sweep,
    Run run,
    int epoch,
    CheckpointData checkpoint,
    Evaluation tested,
    Dataset dataset) {

  /** What it was trained on; a sweep of Trawl's own says so. */
  DatasetInfo recorded() {
    return sweep.dataset().orElseThrow();
  }
}
