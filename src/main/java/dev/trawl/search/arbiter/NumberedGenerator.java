package dev.trawl.search.arbiter;

import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.nd4j.common.function.Supplier;

/**
 * Proposes candidates that are numbered from 1: the index of an Arbiter candidate is the run's
 * number. What the runs result in never changes what is proposed. Not safe for use by many threads.
 */
abstract class NumberedGenerator implements CandidateGenerator {
  private final PointSpace space;
  private int number;

  /**
   * @param first the number to begin with
   */
  NumberedGenerator(PointSpace space, int first) {
    if (first < 1) {
      throw new IllegalArgumentException("need a number of 1 or more, found " + first);
    }
    this.space = space;
    number = first;
  }

  /** Where the candidate lies; asked for each number once, in order. */
  abstract double[] position(int candidate);

  /** The number that the next candidate has. */
  final int next() {
    return number;
  }

  final PointSpace space() {
    return space;
  }

  /** A candidate that can't be made carries the exception. */
  @Override
  public final Candidate<Map<String, Object>> getCandidate() {
    if (!hasMoreCandidates()) {
      throw new IllegalStateException("need a candidate left, found none after " + (number - 1));
    }
    int candidate = number++;
    try {
      double[] position = position(candidate);
      Map<String, Object> values = space.getValue(position);
      Supplier<Map<String, Object>> supplier = () -> values;
      return new Candidate<>(supplier, candidate, position);
    } catch (RuntimeException e) {
      Supplier<Map<String, Object>> nothing = Map::of;
      return new Candidate<>(nothing, candidate, new double[0], Map.of(), e);
    }
  }

  @Override
  public final void reportResults(OptimizationResult result) {}

  @Override
  public final ParameterSpace<?> getParameterSpace() {
    return space;
  }

  @Override
  public final Class<?> getCandidateType() {
    return Map.class;
  }
}
