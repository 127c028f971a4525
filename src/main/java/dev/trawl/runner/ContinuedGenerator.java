package dev.trawl.runner;

import dev.trawl.track.Run;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.nd4j.common.function.Supplier;

/** The unfinished runs of a sweep as candidates, and then new ones. */
final class ContinuedGenerator implements CandidateGenerator {
  private final Queue<Run> unfinished;
  private final CandidateGenerator rest;

  ContinuedGenerator(Iterable<Run> unfinished, CandidateGenerator rest) {
    this.unfinished = new ArrayDeque<>();
    unfinished.forEach(this.unfinished::add);
    this.rest = rest;
  }

  @Override
  public boolean hasMoreCandidates() {
    return !unfinished.isEmpty() || rest.hasMoreCandidates();
  }

  @Override
  public Candidate<?> getCandidate() {
    Run run = unfinished.poll();
    if (run == null) {
      return rest.getCandidate();
    }
    Supplier<Map<String, Object>> parameters = run::parameters;
    return new Candidate<>(parameters, run.number(), new double[0]);
  }

  @Override
  public void reportResults(OptimizationResult result) {
    rest.reportResults(result);
  }

  @Override
  public ParameterSpace<?> getParameterSpace() {
    return rest.getParameterSpace();
  }

  @Override
  public void setRngSeed(long seed) {
    rest.setRngSeed(seed);
  }

  @Override
  public Class<?> getCandidateType() {
    return rest.getCandidateType();
  }
}
