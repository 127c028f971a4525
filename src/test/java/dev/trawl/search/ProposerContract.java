package dev.trawl.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.SweepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every search method keeps; a test of one extends it and says how it is asked for. */
abstract class ProposerContract {

  /** A file of this method over the given space, with the seed 7. */
  abstract SpecBuilder spec();

  private SweepSpec twelve() {
    return spec()
        .parameter("a", new IntUniform(1, 6))
        .parameter("b", new Categorical(List.of("x", "y")))
        .build();
  }

  private static Proposal next(Proposer proposer, int job) {
    return proposer.next(new Job(job, job), History.NOTHING);
  }

  @Test
  void next_twice_ofTwoProposers_isTheSame() {
    Proposer one = Searches.standard().proposer(twelve());
    Proposer other = Searches.standard().proposer(twelve());

    for (int job = 1; job <= 12; job++) {
      assertThat(next(one, job)).isEqualTo(next(other, job));
    }
  }

  @Test
  void next_fromAnyJobOn_isTheSameAsFromTheFirst() {
    Proposer all = Searches.standard().proposer(twelve());

    for (int job = 1; job <= 12; job++) {
      assertThat(next(Searches.standard().proposer(twelve()), job)).isEqualTo(next(all, job));
    }
  }

  @Test
  void next_askedAgainForAJob_answersTheSame() {
    Proposer proposer = Searches.standard().proposer(twelve());
    Proposal third = next(proposer, 3);
    next(proposer, 4);

    assertThat(next(proposer, 3)).isEqualTo(third);
    assertThat(next(proposer, 3)).isEqualTo(third);
  }

  @Test
  void next_finiteSpace_givesEachPointOnceInTheFilesOrderOfNames() {
    Proposer proposer = Searches.standard().proposer(twelve());
    List<Map<String, Object>> points = new ArrayList<>();
    for (int job = 1; job <= 12; job++) {
      points.add(((Proposal.Start) next(proposer, job)).parameters());
    }

    assertThat(points).doesNotHaveDuplicates();
    assertThat(points).allSatisfy(point -> assertThat(point.keySet()).containsExactly("a", "b"));
    assertThat(next(proposer, 13)).isEqualTo(Proposal.EXHAUSTED);
    assertThat(next(proposer, 14)).isEqualTo(Proposal.EXHAUSTED);
  }
}
