package dev.trawl.search.arbiter;

import dev.trawl.search.Proposer;
import dev.trawl.search.SearchMethod;
import dev.trawl.sweep.Method;
import dev.trawl.sweep.SweepSpec;
import org.jspecify.annotations.Nullable;

/** Every point of a space once: names in the file's order, the last varying fastest. */
public final class GridSearch implements SearchMethod {
  @Override
  public Method method() {
    return Method.GRID;
  }

  @Override
  public @Nullable Long size(SweepSpec spec) {
    return PointSpace.of(spec).size();
  }

  @Override
  public Proposer proposer(SweepSpec spec) {
    PointSpace space = PointSpace.of(spec);
    return new CandidateProposer(first -> new GridGenerator(space, first));
  }
}
