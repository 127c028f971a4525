package dev.trawl.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.data.PixelArrays;
import dev.trawl.export.predict.Predictor;
import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.train.NativeBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every model format keeps; a test extends it and says which there are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ModelFormatContract {
  private static final ModelInfo INFO =
      new ModelInfo(new ImageShape(2, 12, 11), List.of("a", "b", "c"));

  private static final int IMAGES = 5;
  private static final int IMAGE_BYTES = 2 * 12 * 11;

  private Network network;

  /** Those to look at. */
  abstract List<ModelFormat> formats();

  @BeforeAll
  void build() {
    NativeBackend.inspect();
    Map<String, Object> small = Map.of("filters", List.of(4L, 8L), "dense_units", 9L);
    network = new Architectures().network("cnn", small, INFO.images(), 3, 1);
  }

  @AfterAll
  void close() {
    network.close();
  }

  private static byte[] pixels() {
    byte[] pixels = new byte[IMAGES * IMAGE_BYTES];
    new Random(1).nextBytes(pixels);
    return pixels;
  }

  private void write(ModelFormat format, Path folder) throws IOException, ExportException {
    Files.createDirectories(folder);
    INFO.write(folder);
    format.write(network, INFO, folder);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void write_twice_givesTheSameBytesOfTheFilesItNames(ModelFormat format, @TempDir Path folder)
      throws Exception {
    write(format, folder.resolve("one"));
    write(format, folder.resolve("other"));

    assertThat(format.key()).matches("[a-z0-9]+(-[a-z0-9]+)*");
    try (Stream<Path> files = Files.list(folder.resolve("one"))) {
      assertThat(
              files.map(file -> file.getFileName().toString()).filter(n -> !n.equals("model.json")))
          .containsExactlyInAnyOrderElementsOf(format.files());
    }
    for (String name : format.files()) {
      assertThat(folder.resolve("one").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("other").resolve(name));
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void open_eachWay_predictsWhatTheNetworkDid(ModelFormat format, @TempDir Path folder)
      throws Exception {
    write(format, folder);
    float[] expected = network.probabilities(PixelArrays.scaled(pixels(), 2, 12, 11));

    assertThat(format.openings()).isNotEmpty();
    for (ModelFormat.Opening opening : format.openings()) {
      try (Predictor predictor = opening.open(folder)) {
        assertThat(predictor.runtime()).isNotBlank();
        assertThat(predictor.probabilities(pixels())).containsExactly(expected, within(1e-5f));
        assertThatThrownBy(() -> predictor.probabilities(new byte[IMAGE_BYTES + 1]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("need images of 2 × 12 × 11 bytes, found 265 bytes");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void open_aFileThatIsMissingOrSomethingElse_isAnIOException(
      ModelFormat format, @TempDir Path folder) throws Exception {
    write(format, folder);
    for (String name : format.files()) {
      byte[] sound = Files.readAllBytes(folder.resolve(name));
      Files.writeString(folder.resolve(name), "something else");
      assertThatThrownBy(() -> format.open(folder)).isInstanceOf(IOException.class);
      Files.delete(folder.resolve(name));
      assertThatThrownBy(() -> format.open(folder)).isInstanceOf(IOException.class);
      Files.write(folder.resolve(name), sound);
    }
    Files.writeString(folder.resolve("model.json"), "{\"labels\": []}");
    assertThatThrownBy(() -> format.open(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("model.json: need ");
  }
}
