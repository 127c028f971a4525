package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.train.onednn.Precision;
import org.junit.jupiter.api.Test;

class NativeBackendTest {

  @Test
  void inspect_aLibraryWithOneDnn_runsConvolutionsOnIt() {
    NativeBackend backend = NativeBackend.inspect();
    assertThat(backend.backend()).isEqualTo("CPU");
    assertThat(backend.oneDnn()).isEqualTo(backend.classifier().endsWith("-onednn"));
  }

  @Test
  void inspect_inTests_hasOneNativeThread() {
    assertThat(NativeBackend.inspect().threads()).isEqualTo(1);
  }

  @Test
  void inspect_theProcessor_saysWhatRunsOnIt() {
    NativeBackend backend = NativeBackend.inspect();
    assertThat(backend.networks())
        .matches("compiled for oneDNN \\d.*|Deeplearning4j's own code .* 20 times slower .*");
    assertThat(backend.slow())
        .isEqualTo(!backend.networks().matches("compiled for oneDNN \\S+ with AVX.*"));
    assertThat(backend.precisions())
        .isEqualTo(
            Precision.BFLOAT16
                .objection()
                .map(why -> "float32; " + why + "; auto takes float32")
                .orElse("float32, and bfloat16, which auto takes"));
  }

  @Test
  void versions_ofThisBuild_areFilledIn() {
    Versions versions = Versions.read();
    assertThat(versions.deeplearning4j()).isEqualTo("1.0.0-M2.1");
    assertThat(versions.trawl()).matches("\\d+\\.\\d+\\.\\d+(-SNAPSHOT)?");
  }

  @Test
  void inspect_forARunsRecord_hasWhatRunsLayers() {
    NativeBackend backend = NativeBackend.inspect();
    assertThat(backend.layers()).matches("onednn \\d.*|stock .*");
    assertThat(backend.asMap()).containsEntry("layers_backend", backend.layers());
  }
}
