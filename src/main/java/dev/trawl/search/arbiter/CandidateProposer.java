package dev.trawl.search.arbiter;

import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Proposal;
import dev.trawl.search.Proposer;
import java.util.Map;
import java.util.function.IntFunction;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Proposes what one of Arbiter's candidate generators makes: its first candidate is the first run.
 */
final class CandidateProposer implements Proposer {
  private final int before;
  private final IntFunction<NumberedGenerator> generators;
  private @Nullable NumberedGenerator generator;

  /**
   * @param before how many runs others propose first
   * @param generators makes one that begins with a number
   */
  CandidateProposer(int before, IntFunction<NumberedGenerator> generators) {
    this.before = before;
    this.generators = generators;
  }

  @Override
  public Proposal next(Job job, History history) {
    NumberedGenerator current = generator;
    int candidate = job.run() - before;
    if (current == null || current.next() != candidate) {
      current = generators.apply(candidate);
      generator = current;
    }
    if (!current.hasMoreCandidates()) {
      return Proposal.EXHAUSTED;
    }
    Candidate<Map<String, Object>> made = current.getCandidate();
    if (made.getException() instanceof RuntimeException failure) {
      throw failure;
    }
    return new Proposal.Start(made.getValue());
  }
}
