package dev.trawl.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
  private static final List<String> NAMES =
      List.of("learning_rate", "dropout", "l2", "q", "early_stopping", "min", "max");

  @ParameterizedTest
  @CsvSource({
    "lerning_rate, learning_rate",
    "learning-rate, learning_rate",
    "LEARNING_RATE, learning_rate",
    "early stopping, early_stopping",
    "dorpout, dropout",
    "l1, l2",
    "mni, min",
    "momentum,",
    "x,",
    "optimizer,",
    "'',"
  })
  void of_name_isTheOneMeantOrNone(String name, String nearest) {
    assertThat(NearestName.of(name, NAMES)).isEqualTo(nearest);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', 0",
    "a, '', 1",
    "kitten, sitting, 3",
    "ab, ba, 1",
    "ca, abc, 3",
    "same, same, 0"
  })
  void distance_knownPairs_isThePublishedOne(String from, String to, int distance) {
    assertThat(NearestName.distance(from, to)).isEqualTo(distance);
    assertThat(NearestName.distance(to, from)).isEqualTo(distance);
  }
}
