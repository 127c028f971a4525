package dev.trawl.train;

import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a sweep's runs train: in this JVM, or on other machines. The data is there, the settings
 * are known. What goes in and comes back are plain values, none of them Deeplearning4j's, so that
 * they can cross from one process to another. Safe for use by many threads, a run each.
 */
public interface Training extends AutoCloseable {

  /** The images that the runs are trained and measured on. */
  DatasetInfo dataset();

  /** Whether runs train in this JVM, so that what it takes of the machine is theirs. */
  default boolean isHere() {
    return true;
  }

  /** How many runs it can train at once; the sweep file may ask for another number. */
  int slots();

  /**
   * Versions, native backend, machine, and the numbers and threads that it computes with, by name:
   * what a run's results depend on beside the sweep file, as far as it is known before it begins.
   *
   * @param parameters the run's
   */
  Map<String, String> environment(Map<String, Object> parameters);

  /** Why a point of the space can't be trained at all; empty when it can. */
  default Optional<String> refusal(Map<String, Object> parameters) {
    return Optional.empty();
  }

  /**
   * About what a run takes here, before it begins, while little else runs on the machine; it may
   * take a second to say so. Empty where that isn't known.
   *
   * @param parameters the run's
   */
  default Optional<RunTime> time(Map<String, Object> parameters) {
    return Optional.empty();
  }

  /**
   * Trains one run, from its first epoch or on from {@code from}, and reports each epoch to {@code
   * observer} before the next begins. A run that diverges is an end, not an exception: FAILED with
   * the reason {@code diverged}. So is a run that was asked to stop or to pause: it ends as that
   * says, at the latest one batch later. It calls {@link TrainingObserver#began} first, once the
   * run has a place.
   *
   * @param run as recorded: its seed and its parameters decide the result
   * @param from where to go on; null starts anew
   * @throws TrainingException when the run's parameters can't be trained, with the reason
   * @throws MachineLostException when the machine that trained it is lost, which is no failure
   * @throws NoMachineException when there is none left, or none with the processor that {@code
   *     from} has to go on with
   */
  RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer);

  @Override
  void close();
}
