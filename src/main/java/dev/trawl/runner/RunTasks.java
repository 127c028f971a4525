package dev.trawl.runner;

import dev.trawl.track.Run;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;

/**
 * Makes a candidate's task. Its run is recorded before the task is handed out, by the thread that
 * executes, so that the recorded numbers have no gaps.
 */
@SuppressWarnings({"rawtypes", "deprecation"}) // Arbiter's signatures.
final class RunTasks implements TaskCreator {
  private final SweepContext sweep;
  private final Map<Integer, Run> unfinished;

  RunTasks(SweepContext sweep, List<Run> unfinished) {
    this.sweep = sweep;
    this.unfinished =
        unfinished.stream().collect(Collectors.toMap(Run::number, Function.identity()));
  }

  @Override
  public Callable<OptimizationResult> create(
      Candidate candidate,
      Class<? extends DataSource> dataSource,
      Properties dataSourceProperties,
      ScoreFunction scoreFunction,
      List<StatusListener> statusListeners,
      IOptimizationRunner runner) {
    Run recorded = unfinished.get(candidate.getIndex());
    Run run =
        recorded != null ? recorded : sweep.create(candidate.getIndex(), 1, parameters(candidate));
    return new RunTask(sweep, candidate, run);
  }

  @Override
  public Callable<OptimizationResult> create(
      Candidate candidate,
      DataProvider dataProvider,
      ScoreFunction scoreFunction,
      List<StatusListener> statusListeners,
      IOptimizationRunner runner) {
    throw new UnsupportedOperationException("a sweep's data comes with its training");
  }

  @SuppressWarnings("unchecked") // What every generator of a sweep makes.
  private static Map<String, Object> parameters(Candidate candidate) {
    return (Map<String, Object>) candidate.getValue();
  }
}
