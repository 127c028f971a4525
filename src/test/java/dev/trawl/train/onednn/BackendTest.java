package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class BackendTest {
  /** What was measured on one kind of processor is said of no other. */
  @Test
  void comparison_ofAProcessorWithoutFigures_saysSo() {
    assertThat(Backend.comparison("linux-arm64")).isEqualTo(", of which there are no figures");
    assertThat(Backend.comparison(OneDnn.SSE)).contains("slower than with AVX2");
    assertThat(Backend.comparison(OneDnn.AVX_512)).isEmpty();
  }
}
