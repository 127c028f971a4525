package dev.trawl.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoalTest {

  @ParameterizedTest
  @CsvSource({
    "MAXIMIZE, 0.9, 0.8, true",
    "MAXIMIZE, 0.8, 0.9, false",
    "MAXIMIZE, 0.9, 0.9, false",
    "MINIMIZE, 0.8, 0.9, true",
    "MINIMIZE, 0.9, 0.8, false",
    "MINIMIZE, 0.9, 0.9, false",
    "MINIMIZE, -Infinity, 0.9, true",
    "MAXIMIZE, NaN, -Infinity, false",
    "MINIMIZE, NaN, Infinity, false",
    "MAXIMIZE, -Infinity, NaN, true",
    "MINIMIZE, Infinity, NaN, true",
    "MAXIMIZE, NaN, NaN, false"
  })
  void better_pair_isStrictAndNaNIsWorst(Goal goal, double value, double other, boolean better) {
    assertThat(goal.better(value, other)).isEqualTo(better);
  }

  @Property(tries = 200)
  void better_anyPair_isNeverMutual(@ForAll Goal goal, @ForAll double value, @ForAll double other) {
    assertThat(goal.better(value, other) && goal.better(other, value)).isFalse();
    assertThat(goal.better(value, other) || goal.better(other, value)).isEqualTo(value != other);
  }

  @Test
  void reached_target_includesTheTargetItself() {
    assertThat(new Objective("val_accuracy", Goal.MAXIMIZE, 0.99).reached(0.99)).isTrue();
    assertThat(new Objective("val_accuracy", Goal.MAXIMIZE, 0.99).reached(0.98)).isFalse();
    assertThat(new Objective("val_loss", Goal.MINIMIZE, 0.05).reached(0.05)).isTrue();
    assertThat(new Objective("val_loss", Goal.MINIMIZE, 0.05).reached(0.06)).isFalse();
    assertThat(new Objective("val_loss", Goal.MINIMIZE, 0.05).reached(Double.NaN)).isFalse();
    assertThat(new Objective("val_loss", Goal.MINIMIZE, null).reached(0)).isFalse();
  }
}
