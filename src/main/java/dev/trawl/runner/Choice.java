package dev.trawl.runner;

import dev.trawl.search.Promotion;
import dev.trawl.search.Proposal;
import dev.trawl.search.Trial;
import java.util.function.Function;

/** What was decided on a job. */
sealed interface Choice {

  /** The last job whose results it was decided on. */
  int known();

  /** What is made of it: exactly one of these is asked. */
  <T> T fold(
      Function<Promote, T> promote, Function<Start, T> start, Function<Unproposed, T> unproposed);

  /**
   * A paused run goes on.
   *
   * @param waiting that run, as it is known
   */
  record Promote(Promotion promotion, Trial waiting, int known) implements Choice {
    @Override
    public <T> T fold(
        Function<Promote, T> promote, Function<Start, T> start, Function<Unproposed, T> failed) {
      return promote.apply(this);
    }
  }

  /** A new run. */
  record Start(Proposal.Start proposal, int known) implements Choice {
    @Override
    public <T> T fold(
        Function<Promote, T> promote, Function<Start, T> start, Function<Unproposed, T> failed) {
      return start.apply(this);
    }
  }

  /** A new run that can't be proposed: it counts as started and failed. */
  record Unproposed(RuntimeException cause, int known) implements Choice {
    @Override
    public <T> T fold(
        Function<Promote, T> promote, Function<Start, T> start, Function<Unproposed, T> failed) {
      return failed.apply(this);
    }
  }
}
