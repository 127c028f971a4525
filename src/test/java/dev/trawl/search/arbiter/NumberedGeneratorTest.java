package dev.trawl.search.arbiter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.IntUniform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.generator.GridSearchCandidateGenerator;
import org.junit.jupiter.api.Test;

/** The generators as Arbiter asks them. */
class NumberedGeneratorTest {
  private static final PointSpace FIFTY =
      new PointSpace(List.of(Axis.of("a", new IntUniform(1, 50))));

  @Test
  void candidates_areNumberedFromTheFirst() {
    CandidateGenerator generator = new RandomGenerator(FIFTY, 1, 3);

    assertThat(generator.getCandidate().getIndex()).isEqualTo(3);
    assertThat(generator.getCandidate().getIndex()).isEqualTo(4);
  }

  @Test
  void candidates_exhausted_areRefused() {
    CandidateGenerator generator = new GridGenerator(FIFTY, 50);
    generator.getCandidate();

    assertThat(generator.hasMoreCandidates()).isFalse();
    assertThatThrownBy(generator::getCandidate).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void results_reported_changeNothing() {
    CandidateGenerator silent = new RandomGenerator(FIFTY, 1, 1);
    CandidateGenerator told = new RandomGenerator(FIFTY, 1, 1);

    for (int i = 0; i < 5; i++) {
      Candidate<?> candidate = told.getCandidate();
      assertThat(value(candidate)).isEqualTo(value(silent.getCandidate()));
      told.reportResults(new OptimizationResult(candidate, 0.5, i + 1, null, null, null));
    }
  }

  /** Arbiter's grid shuffles before its seed is set; nothing here may be drawn before it. */
  @Test
  void random_seedSetAfterConstruction_decidesTheOrder() {
    CandidateGenerator reseeded = new RandomGenerator(FIFTY, 1, 1);

    reseeded.setRngSeed(2);

    List<Map<String, Object>> order = values(reseeded);
    assertThat(order)
        .isEqualTo(values(new RandomGenerator(FIFTY, 2, 1)))
        .isNotEqualTo(values(new RandomGenerator(FIFTY, 1, 1)));
  }

  @Test
  void random_seedSetTooLate_isRefused() {
    CandidateGenerator generator = new RandomGenerator(FIFTY, 1, 1);
    generator.getCandidate();

    assertThatThrownBy(() -> generator.setRngSeed(3))
        .hasMessage("need the seed before the first candidate, found 1 drawn");
  }

  @Test
  void failingSpace_candidateCarriesTheException_andTheNextIsFine() {
    Axis broken = new Axis("a", new FailingOnce(), new RealCells(0, 1, x -> x));
    CandidateGenerator generator = new RandomGenerator(new PointSpace(List.of(broken)), 1, 1);

    Candidate<?> failed = generator.getCandidate();
    Candidate<?> next = generator.getCandidate();

    assertThat(failed.getIndex()).isEqualTo(1);
    assertThat(failed.getException()).hasMessage("no value");
    assertThat(next.getIndex()).isEqualTo(2);
    assertThat(next.getException()).isNull();
  }

  /** Arbiter's own generator accepts the spaces, so they keep its contract. */
  @Test
  void arbitersGrid_overOurSpaces_findsTheSamePoints() {
    PointSpace space =
        new PointSpace(
            List.of(
                Axis.of("a", new Categorical(List.of("x", "y", "z"))),
                Axis.of("b", new IntUniform(1, 2))));
    var arbiters =
        new GridSearchCandidateGenerator(
            space, 2, GridSearchCandidateGenerator.Mode.Sequential, Map.of());

    assertThat(values(arbiters))
        .containsExactlyInAnyOrderElementsOf(values(new GridGenerator(space, 1)));
  }

  private static List<Map<String, Object>> values(CandidateGenerator generator) {
    List<Map<String, Object>> values = new ArrayList<>();
    while (generator.hasMoreCandidates()) {
      values.add(value(generator.getCandidate()));
    }
    return values;
  }

  @SuppressWarnings("unchecked") // What every generator of a sweep makes.
  private static Map<String, Object> value(Candidate<?> candidate) {
    return (Map<String, Object>) candidate.getValue();
  }

  private static final class FailingOnce extends LeafSpace {
    private boolean failed;

    @Override
    Object at(double position) {
      if (!failed) {
        failed = true;
        throw new IllegalStateException("no value");
      }
      return position;
    }
  }
}
