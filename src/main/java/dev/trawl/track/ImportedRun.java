package dev.trawl.track;

import java.time.Instant;
import java.util.List;

/**
 * A run that was trained elsewhere or earlier, whole.
 *
 * @param startedAt when it began; an epoch's time is this and the seconds up to the epoch's end
 * @param epochs from 1 without gaps; their checkpoints are all kept
 */
public record ImportedRun(NewRun run, Instant startedAt, List<Epoch> epochs, RunEnd end) {
  public ImportedRun {
    epochs = List.copyOf(epochs);
    for (int i = 0; i < epochs.size(); i++) {
      if (epochs.get(i).number() != i + 1) {
        throw new IllegalArgumentException(
            "need epochs from 1 without gaps, found %d as number %d"
                .formatted(epochs.get(i).number(), i + 1));
      }
    }
    if (end.status() == RunStatus.SCHEDULED || end.status() == RunStatus.RUNNING) {
      throw new IllegalArgumentException("need the status of an ended run, found " + end.status());
    }
    if (end.test() != null && epochs.stream().noneMatch(Epoch::best)) {
      throw new IllegalArgumentException(
          "need a best epoch that is tested, found none in run " + run.number());
    }
  }
}
