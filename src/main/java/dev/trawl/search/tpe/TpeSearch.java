package dev.trawl.search.tpe;

import dev.trawl.search.Beginning;
import dev.trawl.search.Proposer;
import dev.trawl.search.SearchMethod;
import dev.trawl.search.SearchSpace;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bayesian search by a multivariate tree-structured Parzen estimator (Bergstra et al., "Algorithms
 * for hyper-parameter optimization", NIPS 2011, section 4), in the setting that Watanabe found best
 * ("Tree-structured Parzen estimator: understanding its algorithm components and their roles for
 * better empirical performance", arXiv:2304.11127v5, section 4). {@code src/docs/search.md} has its
 * rules.
 */
public final class TpeSearch implements SearchMethod {

  @Override
  public String name() {
    return "tpe";
  }

  @Override
  public String description() {
    return "Bayesian search by a tree-structured Parzen estimator; also named bayes";
  }

  @Override
  public Proposer proposer(SweepSpec spec, Selection chosen, Beginning from) {
    SearchSpace space = SearchSpace.of(spec);
    return new TpeProposer(
        space, space.groups(), spec.metric().goal(), spec.search().imputation(), spec.seed(), from);
  }

  @Override
  public Optional<Proposer> among(
      List<Map<String, Object>> points, SweepSpec spec, Selection chosen) {
    SearchSpace space = SearchSpace.of(spec);
    return Optional.of(new ChoiceProposer(points, space, spec.metric().goal(), spec.seed()));
  }
}
