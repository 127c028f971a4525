package dev.trawl.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Distribution.Constant;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchesTest {
  private final Searches searches = Searches.standard().with(new Learner()).with(new Watcher());

  /** A method with the usual lag. */
  private static final class Learner implements SearchMethod {
    @Override
    public String name() {
      return "learner";
    }

    @Override
    public Proposer proposer(SweepSpec spec, Selection chosen, Beginning from) {
      return (job, history) -> Proposal.EXHAUSTED;
    }
  }

  /** A rule with the usual lag. */
  private static final class Watcher implements StoppingRule {
    @Override
    public String name() {
      return "watcher";
    }

    @Override
    public Pruner pruner(SweepSpec spec, Selection chosen) {
      return Pruner.NONE;
    }
  }

  private static SpecBuilder learner() {
    return SpecBuilder.searchedBy(Selection.of("learner")).parameter("l2", new Constant(0.0));
  }

  @Test
  void lag_fileWithoutOne_isTheGreaterOfMethodAndRule() {
    assertThat(searches.lag(learner().build())).isEqualTo(4);
    assertThat(searches.lag(learner().stoppedBy(Selection.of("watcher")).build())).isEqualTo(8);
  }

  @Test
  void among_methodsThatShip_canAllChooseAmongPoints() {
    for (SearchMethod method : Searches.standard().methods()) {
      SweepSpec spec =
          SpecBuilder.searchedBy(Selection.of(method.name()))
              .parameter("l2", new Constant(0.0))
              .build();
      assertThat(searches.among(List.of(Map.of("l2", 0.0)), spec)).as(method.name()).isPresent();
    }
    assertThat(searches.among(List.of(), learner().build())).isEmpty();
  }

  @Test
  void lag_ofTheFile_counts() {
    assertThat(searches.lag(learner().lag(1).build())).isEqualTo(1);
    assertThat(searches.lag(learner().lag(9).stoppedBy(Selection.of("watcher")).build()))
        .isEqualTo(9);
  }

  @Test
  void lag_nothingThatAnyResultChanges_isNone() {
    SpecBuilder random = SpecBuilder.random().parameter("l2", new Constant(0.0)).lag(3);

    assertThat(searches.lag(random.build())).isZero();
    assertThat(searches.lag(random.stoppedBy(Selection.of("watcher")).build())).isEqualTo(3);
  }
}
