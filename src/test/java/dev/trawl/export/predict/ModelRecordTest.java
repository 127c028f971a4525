package dev.trawl.export.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.testkit.SegmentModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelRecordTest {
  private static final String SHA256_OF_ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static final String JSON =
      """
      {
        "format_version": 2,
        "name": "mnist-quick",
        "version": "3",
        "labels": ["zero", "one"],
        "preprocessing": {"channels": 1, "height": 28, "width": 27, "layout": "NCHW"},
        "formats": [
          {
            "format": "onnx",
            "file": "model.onnx",
            "bytes": 3,
            "sha256": "%s",
            "input": {
              "name": "image",
              "dtype": "uint8",
              "shape": [-1, 1, 28, 27],
              "layout": "NCHW",
              "scale": "inside the model"
            },
            "output": {
              "name": "probabilities",
              "dtype": "float32",
              "shape": [-1, 2],
              "layout": "NC",
              "scale": "none"
            },
            "accuracy": 0.99,
            "correct": 99,
            "images": 100
          }
        ]
      }
      """
          .formatted(SHA256_OF_ABC);

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("model.json"), JSON);
    Files.writeString(folder.resolve("model.onnx"), "abc");
  }

  @Test
  void read_aWholeRecord_hasItsFormats() throws IOException {
    ModelRecord model = ModelRecord.read(folder);

    assertThat(model.name()).isEqualTo("mnist-quick");
    assertThat(model.labels()).containsExactly("zero", "one");
    assertThat(List.of(model.channels(), model.height(), model.width())).containsExactly(1, 28, 27);
    FormatRecord onnx = model.find("onnx").orElseThrow();
    assertThat(onnx.input().shape()).containsExactly(-1, 1, 28, 27);
    assertThat(onnx.output().dtype()).isEqualTo("float32");
    assertThat(onnx.accuracy()).isEqualTo(0.99);
    assertThat(onnx.read(folder)).asString().isEqualTo("abc");
    assertThat(model.find("tflite")).isEmpty();
  }

  @Test
  void read_aFolderInItsPlace_isRefusedWithItsPath() throws IOException {
    Files.delete(folder.resolve("model.json"));
    Files.createDirectory(folder.resolve("model.json"));

    assertThatThrownBy(() -> ModelRecord.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("need model.json of " + folder);
  }

  @Test
  void read_aFileWithOtherBytes_isRefused() throws IOException {
    FormatRecord onnx = ModelRecord.read(folder).find("onnx").orElseThrow();

    Files.writeString(folder.resolve("model.onnx"), "abcd");
    assertThatThrownBy(() -> onnx.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage("model.onnx: need the 3 bytes that model.json says, found 4");
    Files.writeString(folder.resolve("model.onnx"), "abd");
    assertThatThrownBy(() -> onnx.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("model.onnx: need SHA-256 ba78")
        .hasMessageContaining(", as model.json says, found a52d");
    Files.delete(folder.resolve("model.onnx"));
    assertThatThrownBy(() -> onnx.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage("model.onnx: need the file that model.json says, found none in " + folder);
  }

  @Test
  void read_whatIsNoExportedFolder_isAnIOExceptionThatNamesIt() {
    for (String none : List.of("nothing", "model.onnx")) {
      assertThatThrownBy(() -> ModelRecord.read(folder.resolve(none)))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "need a folder that trawl export wrote, found no model.json in "
                  + folder.resolve(none));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"3\" | 3 | model.json: version: need a text, found 3",
        "\"format_version\": 2 | \"format_version\": 3 |"
            + " model.json: need format_version 2, found 3",
        "\"correct\": 99 | \"correct\": 101 |"
            + " model.json: formats[0]: need no more right than there are images, found 101 of 100",
        "\"images\": 100 | \"images\": 0 |"
            + " model.json: formats[0]: need no more right than there are images, found 99 of 0",
        "\"labels\" | \"classes\" | model.json: labels: need a list of texts, found none",
        "\"zero\" | \"one\" | model.json: need labels that differ, found [one, one]",
        "\"zero\", | '' | model.json: need at least two labels, found [one]",
        "\"channels\": 1 | \"channels\": 0 | model.json: need at least one channel, row and column,"
            + " found 0 × 28 × 27",
        "\"height\": 28 | \"height\": 2.5 |"
            + " model.json: preprocessing.height: need a whole number, found 2.5",
        "\"shape\": [-1, 2] | \"shape\": [\"n\"] |"
            + " model.json: formats[0].output.shape: need a list of whole numbers, found [\"n\"]",
        "model.onnx | ../model.onnx |"
            + " model.json: formats[0]: need the name of a file in the folder, found ../model.onnx",
        "ba7816 | BA7816 | model.json: formats[0]: need 64 hexadecimal digits, found"
            + " BA7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        "\"bytes\": 3 | \"bytes\": null |"
            + " model.json: formats[0].bytes: need a whole number, found null",
      })
  void read_aRecordThatSaysSomethingElse_namesThePlace(String from, String to, String message)
      throws IOException {
    Files.writeString(folder.resolve("model.json"), JSON.replace(from, to));

    assertThatThrownBy(() -> ModelRecord.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"''", "nothing", "[]", "{\"name\": ", "{} {}"})
  void read_noRecord_isAnIOException(String text) throws IOException {
    Files.writeString(folder.resolve("model.json"), text);

    assertThatThrownBy(() -> ModelRecord.read(folder))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("model.json: ")
        .hasMessageNotContainingAny("Source", "Feature");
  }

  @ParameterizedTest
  @CsvSource({"\"image\",\"img\"", "uint8,int8", "\"probabilities\",\"logits\"", "-1,1"})
  void open_aRecordOfOtherTensors_isRefused(String from, String to) throws IOException {
    SegmentModel.write(folder);
    Path file = folder.resolve("model.json");
    Files.writeString(file, Files.readString(file).replaceFirst(from, to));

    ModelRecord model = ModelRecord.read(folder);
    assertThatThrownBy(() -> OnnxPredictor.open(folder, model, model.find("onnx").orElseThrow(), 1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("model.onnx: need ")
        .hasMessageEndingWith(
            ", as model.json says, found image of uint8 [-1, 1, 28, 28] and probabilities of"
                + " float32 [-1, 10]");
  }

  @Test
  void of_bytesThatAreNoOnnx_areRefused() {
    assertThatThrownBy(() -> OnnxPredictor.of(new byte[] {1, 2, 3}, 1))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "need an ONNX model, found 3 bytes that ONNX Runtime doesn't take: ");
  }
}
