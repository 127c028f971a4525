package dev.trawl.search.arbiter;

import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Proposal;
import dev.trawl.search.Proposer;
import java.util.Map;
import java.util.function.IntFunction;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.jspecify.annotations.Nullable;

/** Proposes what one of Arbiter's candidate generators makes: run n is candidate n. */
final class CandidateProposer implements Proposer {
  private final IntFunction<NumberedGenerator> generators;
  private @Nullable NumberedGenerator generator;

  /**
   * @param generators makes one that begins with a number
   */
  CandidateProposer(IntFunction<NumberedGenerator> generators) {
    this.generators = generators;
  }

  @Override
  public Proposal next(Job job, History history) {
    NumberedGenerator current = generator;
    if (current == null || current.next() != job.run()) {
      current = generators.apply(job.run());
      generator = current;
    }
    if (!current.hasMoreCandidates()) {
      return Proposal.EXHAUSTED;
    }
    Candidate<Map<String, Object>> candidate = current.getCandidate();
    if (candidate.getException() instanceof RuntimeException failure) {
      throw failure;
    }
    return new Proposal.Start(candidate.getValue());
  }
}
