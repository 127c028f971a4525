package dev.trawl.train;

import dev.trawl.track.Epoch;
import dev.trawl.track.Verdict;
import java.util.Map;
import java.util.Optional;

/** Hears from a run in training, on one thread, and can stop it. */
public interface TrainingObserver {
  /**
   * The run trains from now on, at a place with this environment: versions, native backend and
   * machine, by name. It goes on, or ends, as the verdict says, which is on the epoch that it goes
   * on from.
   */
  Verdict began(Map<String, String> environment);

  /** {@code images} of {@code total} are trained in this epoch; a few times a second. */
  void progressed(int epoch, int images, int total);

  /**
   * An epoch is trained. Training goes on, or ends, as the verdict says, and ends with what this
   * throws. A run whose last epoch this was, or that diverged, ends with that whatever the verdict.
   */
  Verdict epochEnded(Epoch epoch);

  /**
   * Keeps a file with the run, in the place of the one with the same path: what an epoch leads to
   * that is no metric. It comes before the epoch's end, and again where an interrupted run trains
   * the epoch again.
   *
   * @param path below the run's, such as {@code federated/rounds.json}
   */
  default void wrote(String path, byte[] content) {}

  /** Asked before each batch and before the test: present, the run ends so, at once. */
  Optional<Verdict.Stop> stop();
}
