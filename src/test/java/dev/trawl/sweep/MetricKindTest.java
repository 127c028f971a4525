package dev.trawl.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class MetricKindTest {
  @Test
  void of_everyMetricThatMaySteer_knowsWhichWayItImproves() {
    assertThat(Objective.METRICS)
        .extracting(key -> MetricKind.of(key).needGoal())
        .doesNotContainNull();
    assertThat(MetricKind.of("val_loss").needGoal()).isEqualTo(Goal.MINIMIZE);
    assertThat(MetricKind.of("val_accuracy").isFraction()).isTrue();
  }

  @Test
  void of_anotherName_guessesNothing() {
    MetricKind unknown = MetricKind.of("word_error_accuracy");
    assertThat(unknown)
        .isEqualTo(new MetricKind("word_error_accuracy", null, MetricKind.Unit.PLAIN));
    assertThatThrownBy(unknown::needGoal)
        .hasMessage(
            "need a metric that is known to improve upwards or downwards, found"
                + " word_error_accuracy");
  }
}
