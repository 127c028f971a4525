package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
  @ParameterizedTest
  @CsvSource({
    "0.9912, 99.12 %",
    "0.98996, 98.99 %",
    "0.99, 99.00 %",
    "1, 100.00 %",
    "0, 0.00 %",
    "NaN, NaN",
  })
  void percent_ofAFraction_isRoundedDown(double fraction, String text) {
    assertThat(Wording.percent(fraction)).isEqualTo(text);
  }

  @Property
  void percent_ofAnyFraction_neverShowsMoreThanItIs(
      @ForAll @DoubleRange(min = 0, max = 1) double fraction) {
    double shown = Double.parseDouble(Wording.percent(fraction).replace(" %", ""));

    assertThat(shown)
        .isLessThanOrEqualTo(100 * fraction + 1e-9)
        .isGreaterThan(100 * fraction - 0.0101);
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
