package dev.trawl.export;

import static dev.trawl.export.SmallNetworks.IMAGE_BYTES;
import static dev.trawl.export.SmallNetworks.INFO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.predict.Predictor;
import dev.trawl.model.Network;
import dev.trawl.train.NativeBackend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every model format keeps; a test extends it and says which there are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ModelFormatContract {
  private static final int IMAGES = 5;

  private Network network;

  /** Those to look at. */
  abstract List<ModelFormat> formats();

  @BeforeAll
  void build() {
    NativeBackend.inspect();
    network = SmallNetworks.all().values().iterator().next().network();
  }

  @AfterAll
  void close() {
    network.close();
  }

  private static void write(ModelFormat format, Network network, Path folder)
      throws IOException, UnsupportedLayerException {
    Files.createDirectories(folder);
    INFO.write(folder);
    format.write(SmallNetworks.trained(network), folder);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void write_twice_givesTheSameBytesOfTheFilesItNames(ModelFormat format, @TempDir Path folder)
      throws Exception {
    write(format, network, folder.resolve("one"));
    try (Network again = Network.read(network.write())) {
      write(format, again, folder.resolve("other"));
    }

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
    write(format, network, folder);
    byte[] pixels = SmallNetworks.pixels(IMAGES);
    float[] expected = SmallNetworks.probabilities(network, pixels);

    assertThat(format.openings()).isNotEmpty();
    for (ModelFormat.Opening opening : format.openings()) {
      try (Predictor predictor = opening.open(folder)) {
        assertThat(predictor.runtime()).isNotBlank();
        assertThat(predictor.probabilities(pixels)).containsExactly(expected, tolerance(format));
        assertThatThrownBy(() -> predictor.probabilities(new byte[IMAGE_BYTES + 1]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("need images of 2 × 12 × 11 bytes, found 265 bytes");
      }
    }
  }

  /** 8 bits are a few hundredths off at most in networks of random weights. */
  private static Offset<Float> tolerance(ModelFormat format) {
    return within(format.isQuantised() ? 0.08f : 1e-5f);
  }

  /** With one image as with several, one after the other; or else the layer is named. */
  @ParameterizedTest
  @MethodSource("formats")
  void open_ofEachArchitecture_predictsWhatTheNetworkDid(ModelFormat format, @TempDir Path folder)
      throws Exception {
    SoftAssertions all = new SoftAssertions();
    for (Map.Entry<String, SmallNetworks.Settings> each : SmallNetworks.all().entrySet()) {
      String refusal = each.getValue().refusals().get(format.key());
      try (Network other = each.getValue().network()) {
        if (refusal != null) {
          all.assertThatThrownBy(() -> write(format, other, folder.resolve("refused")))
              .as("%s in %s", each.getKey(), format.key())
              .isInstanceOf(UnsupportedLayerException.class)
              .hasMessage(refusal);
          assertThat(folder.resolve("refused").resolve(format.files().get(0))).doesNotExist();
          continue;
        }
        write(format, other, folder);
        try (Predictor predictor = format.open(folder)) {
          for (int images : List.of(1, IMAGES, 2)) {
            byte[] pixels = SmallNetworks.pixels(images);
            all.assertThat(predictor.probabilities(pixels))
                .as("%d images by %s", images, each.getKey())
                .containsExactly(SmallNetworks.probabilities(other, pixels), tolerance(format));
          }
        }
      }
    }
    all.assertAll();
  }

  @ParameterizedTest
  @MethodSource("formats")
  void open_aFileThatIsMissingOrSomethingElse_isAnIOException(
      ModelFormat format, @TempDir Path folder) throws Exception {
    write(format, network, folder);
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
