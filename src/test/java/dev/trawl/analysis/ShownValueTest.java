package dev.trawl.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShownValueTest {
  @ParameterizedTest
  @CsvSource({
    "test_accuracy, 0.9912, 99.12 %",
    "bytes_up, 1500000, 1.5 MB",
    "network_parameters, 11689512, '11,689,512'",
    "network_parameters, 0.5, 0.5",
    "test_cpu_seconds_per_image, 4.23e-5, 42.3 µs",
    "test_cpu_seconds_per_image, 0.00151, 1.51 ms",
    "test_cpu_seconds_per_image, 2.5, 2.5 s",
    "test_cpu_seconds_per_image, 0, 0 s",
    "test_cpu_seconds_per_image, NaN, NaN",
    "own, 11689512, 1.169e7"
  })
  void metric_inItsUnit_readsAsPeopleSayIt(String key, double value, String text) {
    assertThat(ShownValue.metric(key, value)).isEqualTo(text);
  }
}
