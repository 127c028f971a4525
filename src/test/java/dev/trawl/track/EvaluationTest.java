package dev.trawl.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** How a classifier did, counted by hand. */
final class EvaluationTest {
  @Test
  void rates_ofAConfusion_areThoseOfItsRowsAndColumns() {
    Evaluation evaluation = new Evaluation(0.5, List.of(List.of(3L, 1L), List.of(2L, 4L)));

    assertThat(evaluation.images()).isEqualTo(10);
    assertThat(evaluation.accuracy()).isEqualTo(0.7);
    assertThat(evaluation.precision(0)).isEqualTo(0.6);
    assertThat(evaluation.recall(0)).isEqualTo(0.75);
    assertThat(evaluation.f1(0)).as("2 · 0.6 · 0.75 / (0.6 + 0.75)").isEqualTo(2.0 / 3);
    assertThat(new Evaluation(0.5, List.of(List.of(0L, 0L), List.of(0L, 1L))).f1(0)).isNaN();
  }

  @Test
  void evaluation_confusionThatIsNotSquareOrNegative_isRefused() {
    assertThatThrownBy(() -> new Evaluation(0.5, List.of(List.of(1L), List.of(0L, 1L))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("need a confusion matrix of 2 rows with 2 counts, found the row [1]");
    assertThatThrownBy(() -> new Evaluation(0.5, List.of(List.of(-1L))))
        .hasMessageEndingWith("found the row [-1]");
  }

  @Test
  void evaluation_moreImagesThanALongHolds_isRefused() {
    List<List<Long>> counts = List.of(List.of(Long.MAX_VALUE, 1L), List.of(1L, 8L));
    assertThatThrownBy(() -> new Evaluation(0.5, counts))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("need a confusion matrix of less than 2^63 images, found [[");
  }
}
