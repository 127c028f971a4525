package dev.trawl.runner;

import dev.trawl.sweep.Goal;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;

/** A sweep's metric as Arbiter's score: it comes with each result, and is never computed here. */
@SuppressWarnings("deprecation") // Arbiter's signatures.
final class ObjectiveScore implements ScoreFunction {
  private static final long serialVersionUID = 1L;

  private final Goal goal;

  ObjectiveScore(Goal goal) {
    this.goal = goal;
  }

  @Override
  public double score(Object model, DataProvider data, Map<String, Object> parameters) {
    throw new UnsupportedOperationException("a run's score is the metric that it recorded");
  }

  @Override
  public double score(Object model, Class<? extends DataSource> data, Properties properties) {
    throw new UnsupportedOperationException("a run's score is the metric that it recorded");
  }

  @Override
  public boolean minimize() {
    return goal == Goal.MINIMIZE;
  }

  @Override
  public List<Class<?>> getSupportedModelTypes() {
    return List.of();
  }

  @Override
  public List<Class<?>> getSupportedDataTypes() {
    return List.of();
  }
}
