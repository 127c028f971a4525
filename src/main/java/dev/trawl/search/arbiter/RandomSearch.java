package dev.trawl.search.arbiter;

import dev.trawl.search.Proposer;
import dev.trawl.search.SearchMethod;
import dev.trawl.sweep.Method;
import dev.trawl.sweep.SweepSpec;
import org.jspecify.annotations.Nullable;

/** Independent draws from each distribution, each point at most once. */
public final class RandomSearch implements SearchMethod {
  @Override
  public Method method() {
    return Method.RANDOM;
  }

  @Override
  public @Nullable Long size(SweepSpec spec) {
    return PointSpace.of(spec).size();
  }

  @Override
  public Proposer proposer(SweepSpec spec) {
    PointSpace space = PointSpace.of(spec);
    return new CandidateProposer(first -> new RandomGenerator(space, spec.seed(), first));
  }
}
