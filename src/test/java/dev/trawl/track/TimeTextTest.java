package dev.trawl.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 s",
    "-5, 0 s",
    "40, 0.0 s",
    "1500, 1.5 s",
    "5000, 5 s",
    "9949, 9.9 s",
    "9950, 10 s",
    "50400, 50 s",
    "60000, 1 min",
    "90000, 1 min 30 s",
    "151200, 2 min 31 s",
    "600000, 10 min",
    "5400000, 1 h 30 min",
    "3599900, 1 h",
    "3601000, 1 h 1 s"
  })
  void text_ofATime_hasItsUnits(long millis, String text) {
    assertThat(TimeText.of(Duration.ofMillis(millis))).isEqualTo(text);
  }
}
