package dev.trawl.track;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Stream;

/** Runs and what is measured of them. {@link RunStore} says what holds for each method. */
public interface Runs {
  /**
   * Records a run, SCHEDULED, or INTERRUPTED while its sweep is not RUNNING. A new attempt takes
   * the place of the earlier one, which keeps its id and is no longer listed with the sweep.
   *
   * @throws IllegalArgumentException for an attempt that is recorded already
   */
  Run createRun(NewRun run);

  /**
   * The run is RUNNING from now on; in a sweep that is not, from its next epoch on after that is.
   */
  Run startRun(String runId);

  /**
   * Records an epoch with its checkpoint, if it has one, and drops the checkpoints of epochs other
   * than {@code kept}. An epoch that is already recorded, or later ones, are replaced: a resumed
   * run trains them again.
   */
  Run recordEpoch(String runId, Epoch epoch, Set<Integer> kept);

  /**
   * Records metrics beside the run's epochs: at any step, in any order, and several times for the
   * same one, all of which stay. In the run's {@link Run#metrics} stands, of each name that its
   * epochs don't have, the value at the largest step; of several there, the one with the latest
   * time, and of those the one logged last. None change nothing.
   *
   * @throws IllegalArgumentException for a blank name, or a run that has ended
   */
  Run logMetrics(String runId, List<Metric> metrics);

  /**
   * Ends a run, records its test metrics, and drops the checkpoints of epochs other than {@code
   * kept}.
   */
  Run endRun(String runId, RunEnd end, Set<Integer> kept);

  /**
   * Records runs that were trained elsewhere or earlier, in one transaction for all of them: many
   * times as fast as one by one. Their ids, in the same order.
   *
   * @param runs all of one sweep; some hundreds at a time are best
   */
  List<String> importRuns(String sweepId, List<ImportedRun> runs);

  /**
   * Sets a tag; an empty value removes it.
   *
   * @throws IllegalArgumentException for a name or value that {@link Tag} refuses
   */
  Run tagRun(String runId, String name, String value);

  /** The same of several runs of a sweep, in one transaction: of all of them or of none. */
  void tagRuns(String sweepId, List<String> runIds, String name, String value);

  /** The latest attempt of each run of a sweep, without the deleted ones. */
  List<Run> runs(String sweepId, RunQuery query);

  /** The ids of what {@link #runs} lists, without reading it. */
  List<String> runIds(String sweepId, RunQuery query);

  /** The attempts of a sweep's runs in whose place a later one is, by number and attempt. */
  List<Run> earlierAttempts(String sweepId);

  /**
   * How many runs a query means, whatever its limit and offset, without damaged ones.
   *
   * @param deleted of the deleted runs of the sweep, as {@link RunStore#deletedRuns} lists them
   */
  int countRuns(String sweepId, RunQuery query, boolean deleted);

  /**
   * The same as {@link #runs}, in the order and of the runs that there are now, but read some
   * hundreds at a time as the stream is consumed: each as it is then, without those that are
   * deleted meanwhile. Nothing has to be closed.
   */
  Stream<Run> streamRuns(String sweepId, RunQuery query);

  /** The run with this id, deleted or not; empty for one that is damaged. */
  Optional<Run> run(String id);

  /**
   * The runs whose id begins with {@code prefix}, deleted ones too: none, the one meant, or the
   * several that it could mean.
   */
  List<Run> findRuns(String prefix);

  /** A run's metrics by step and then key; of all keys when {@code keys} is empty. */
  List<Metric> metrics(String runId, Set<String> keys);

  /** The keys of all metrics that were recorded for the runs listed with a sweep. */
  SortedSet<String> metricKeys(String sweepId);

  /**
   * One metric of every run of a sweep: run id to values by step. They are read some runs at a
   * time, each run as it is then.
   */
  Map<String, List<Metric>> sweepMetrics(String sweepId, String key);

  /**
   * The same of these runs alone, and of several metrics: run id to values by step and then key; of
   * all keys when {@code keys} is empty.
   */
  Map<String, List<Metric>> sweepMetrics(String sweepId, Set<String> keys, Set<String> runIds);

  /** How the run did on the test images; empty before it finished. */
  Optional<Evaluation> evaluation(String runId);
}
