package dev.trawl.train;

import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a sweep's runs: the data is loaded, the settings are known. Safe for use by many threads,
 * a run each.
 */
public interface Training extends AutoCloseable {

  /** The images that the runs are trained and measured on. */
  DatasetInfo dataset();

  /**
   * Versions, native backend and machine, by name: what the results depend on beside the sweep
   * file.
   */
  Map<String, String> environment();

  /** Why a point of the space can't be trained at all; empty when it can. */
  default Optional<String> refusal(Map<String, Object> parameters) {
    return Optional.empty();
  }

  /**
   * Trains one run, from its first epoch or on from {@code from}, and reports each epoch to {@code
   * observer} before the next begins. A run that diverges is an end, not an exception: FAILED with
   * the reason {@code diverged}. So is a run that was asked to stop or to pause: it ends as that
   * says, at the latest one batch later.
   *
   * @param run as recorded: its seed and its parameters decide the result
   * @param from where to go on; null starts anew
   * @throws TrainingException when the run's parameters can't be trained, with the reason
   */
  RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer);

  @Override
  void close();
}
