package dev.trawl.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
  @Test
  void metric_ofAKey_isAPercentageForAccuraciesAndFourDigitsElse() {
    assertThat(Wording.metric("val_accuracy", 0.99125)).isEqualTo("99.13 %");
    assertThat(Wording.metric("val_accuracy", Double.NaN)).isEqualTo("NaN");
    assertThat(Wording.metric("val_loss", 0.0123456)).isEqualTo("0.01235");
    assertThat(Wording.metric("val_loss", Double.POSITIVE_INFINITY)).isEqualTo("Infinity");
    assertThat(Wording.metric("val_loss", null)).isEmpty();
    assertThat(Wording.metric("bytes_up", 4_877_200.0)).isEqualTo("4.9 MB");
    assertThat(Wording.metric("bytes_up", Double.NaN)).isEqualTo("NaN");
  }

  @ParameterizedTest
  @CsvSource({
    "0.0003123456, 0.0003123",
    "0.5, 0.5",
    "1e-6, 1e-6",
    "0.000012345, 1.234e-5",
    "12345.6, 12350",
    "3e9, 3e9",
    "-2.5, -2.5",
    "0, 0",
    "NaN, NaN",
    "-Infinity, -Infinity",
  })
  void parameter_ofAReal_hasFourDigits(double value, String text) {
    assertThat(Wording.parameter(value)).isEqualTo(text);
  }

  @Test
  void parameter_ofAnythingElse_isAsItWasWritten() {
    assertThat(Wording.parameter(1_234_567L)).isEqualTo("1234567");
    assertThat(Wording.parameter(List.of(16L, 0.5))).isEqualTo("[16, 0.5]");
    assertThat(Wording.parameter("relu")).isEqualTo("relu");
    assertThat(Wording.parameter(null)).isEmpty();
  }

  @Test
  void band_ofEachCount_isTheThresholdThatItReaches() {
    List<Double> thresholds = List.of(0.98, 0.995);
    assertThat(Wording.band(0, thresholds)).isEqualTo("< 98 %");
    assertThat(Wording.band(1, thresholds)).isEqualTo("≥ 98 %");
    assertThat(Wording.band(2, thresholds)).isEqualTo("≥ 99.5 %");
    assertThat(Wording.band(null, thresholds)).isEmpty();
    assertThat(Wording.band(0, List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "59499, 0:59", "59500, 1:00", "3599000, 59:59", "3661000, 1:01:01"})
  void duration_ofMilliseconds_isAClock(long milliseconds, String text) {
    assertThat(Wording.duration(Duration.ofMillis(milliseconds))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0 bytes", "999, 999 bytes", "1000, 1.0 kB", "999949, 999.9 kB", "999950, 1.0 MB"})
  void bytes_ofASize_haveAUnit(long bytes, String text) {
    assertThat(Wording.bytes(bytes)).isEqualTo(text);
  }
}
