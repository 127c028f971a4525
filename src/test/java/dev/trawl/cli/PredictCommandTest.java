package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.testkit.JavaProcess;
import dev.trawl.testkit.SegmentModel;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PredictCommandTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private static Path folder;

  private static String model = "";

  @BeforeAll
  static void write() throws IOException {
    model = SegmentModel.write(folder.resolve("best")).toString();
  }

  private static String file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes).toString();
  }

  private static byte[] grey(int digit) throws IOException {
    return SegmentModel.picture(digit, 1, false, BufferedImage.TYPE_BYTE_GRAY, "png");
  }

  private static Ran predict(String... arguments) {
    String[] all = new String[arguments.length + 2];
    all[0] = "predict";
    all[1] = model;
    System.arraycopy(arguments, 0, all, 2, arguments.length);
    return Ran.trawl(all);
  }

  private static JsonNode json(Ran ran) throws IOException {
    assertThat(ran.err()).isEmpty();
    return new JsonMapper().readTree(ran.out());
  }

  @Test
  void pictures_asTheModelsImagesAre_areATable() throws IOException {
    Ran ran = predict(file("seven.png", grey(7)), file("two.png", grey(2)));

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out().lines().map(line -> line.replaceAll("^.*/", "").replaceAll(" +", " ")))
        .containsExactly(
            "IMAGE PREDICTION PROBABILITY THEN CHANGED",
            "seven.png 7 98.17 % 1 (1.80 %)",
            "two.png 2 99.93 % 3 (0.03 %)");
  }

  @ParameterizedTest
  @CsvSource({
    "1, false, 5, png, ''",
    "1, false, 10, png, ''",
    "1, false, 10, jpeg, ''",
    "1, false, 11, png, ''",
    "1, false, 12, png, ''",
    "1, true, 10, png, --invert",
    "4, false, 10, png, --resize",
    "10, true, 5, jpeg, --resize --invert",
  })
  void picture_ofAnyKind_isReadAfterWhatWasAskedFor(
      int scale, boolean dark, int type, String format, String options) throws IOException {
    String name = file("digit." + format, SegmentModel.picture(4, scale, dark, type, format));
    String[] arguments = (name + " --json " + options).strip().split(" ", -1);

    JsonNode record = json(predict(arguments)).get(0);

    assertThat(record.get("label").asText()).isEqualTo("4");
    assertThat(record.get("probability").asDouble()).isGreaterThan(0.9);
    assertThat(record.get("changes"))
        .hasSize(options.isEmpty() ? 0 : options.split(" ", -1).length);
  }

  /** The JDK would brighten it on the way to RGB. */
  @Test
  void picture_grey_keepsItsValues() throws IOException {
    byte[] half = new byte[SegmentModel.SIDE * SegmentModel.SIDE];
    BufferedImage image =
        new BufferedImage(SegmentModel.SIDE, SegmentModel.SIDE, BufferedImage.TYPE_BYTE_GRAY);
    byte[] pixels = SegmentModel.pixels(7);
    for (int i = 0; i < half.length; i++) {
      half[i] = (byte) ((pixels[i] & 255) / 2);
    }
    image.getRaster().setDataElements(0, 0, SegmentModel.SIDE, SegmentModel.SIDE, half);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    javax.imageio.ImageIO.write(image, "png", png);

    JsonNode records =
        json(
            predict(file("half.png", png.toByteArray()), file("half.idx", idx(1, half)), "--json"));

    assertThat(records.get(0).get("probabilities")).isEqualTo(records.get(1).get("probabilities"));
  }

  private static byte[] idx(int count, byte[] images) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[] {0, 0, 8, 3, 0, 0, 0, (byte) count, 0, 0, 0, 28, 0, 0, 0, 28});
    file.writeBytes(images);
    return file.toByteArray();
  }

  @Test
  void idx_rangeOrWhole_isEachImageByItsIndex() throws IOException {
    ByteArrayOutputStream digits = new ByteArrayOutputStream();
    for (int digit = 0; digit < 10; digit++) {
      digits.writeBytes(SegmentModel.pixels(digit));
    }
    String name = file("digits-idx3-ubyte", idx(10, digits.toByteArray()));

    assertThat(json(predict(name + ":3-5", "--json")).findValuesAsText("label"))
        .containsExactly("3", "4", "5");
    assertThat(json(predict(name + ":9", "--json")).get(0).get("image").asText())
        .endsWith("digits-idx3-ubyte:9");
    assertThat(json(predict(name, "--json")).findValuesAsText("label")).hasSize(10);
    assertThat(predict(name + ":3-10").err()).contains("need a range within 0-9, found 3-10");
    assertThat(predict(name + ":5-3").err()).contains("need a range within 0-9, found 5-3");
  }

  @Test
  void pictures_notAsTheModelsImages_areRefusedWithTheRemedy() throws IOException {
    String scan =
        file("scan.png", SegmentModel.picture(4, 3, true, BufferedImage.TYPE_INT_ARGB, "png"));
    assertThat(predict(scan).err())
        .contains("need 28×28 pixels, grey, light on dark, found 84×84 pixels, dark on light")
        .contains("to have it changed: --resize --invert (or --no-invert");
    assertThat(predict(scan, "--resize", "--no-invert").err()).isEmpty();

    BufferedImage red = new BufferedImage(28, 28, BufferedImage.TYPE_INT_ARGB);
    red.setRGB(3, 3, 0x80ff0000);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    javax.imageio.ImageIO.write(red, "png", png);
    assertThat(predict(file("red.png", png.toByteArray())).err())
        .contains("found transparent ones, colours, dark on light")
        .contains("--convert --invert");
  }

  @Test
  void files_thatAreNoImages_areRefusedWithWhatWasFound() throws IOException {
    assertThat(predict(folder.resolve("none.png").toString()).err())
        .contains("need an image, found no file");
    assertThat(predict(folder.toString()).err()).contains("which is no file");
    assertThat(predict(file("text.png", "hello".getBytes(StandardCharsets.UTF_8))).err())
        .contains("need a PNG or a JPEG, found bytes that begin 68 65 6c 6c");
    assertThat(predict(file("empty.png", new byte[0])).err()).contains("found nothing");
    byte[] whole = grey(1);
    assertThat(predict(file("cut.png", java.util.Arrays.copyOf(whole, 60))).err())
        .contains("cut.png: need a whole picture");
    assertThat(predict(file("cut-idx", java.util.Arrays.copyOf(idx(2, new byte[784]), 800))).err())
        .contains("need 1568 bytes of data");
    assertThat(predict(file("a.png", whole), "--format", "onnx-int8").err())
        .contains("need a folder with the format onnx-int8, found onnx");
    assertThat(predict(file("a.png", whole), "--format", "tflite").err())
        .contains("need a format that predicts here, onnx or onnx-int8, found tflite");
  }

  @Test
  void folder_changedSinceItsExport_isRefused() throws IOException {
    Path changed = SegmentModel.write(folder.resolve("changed"));
    byte[] bytes = Files.readAllBytes(changed.resolve("model.onnx"));
    bytes[bytes.length / 2] ^= 1;
    Files.write(changed.resolve("model.onnx"), bytes);

    Ran ran = Ran.trawl("predict", changed.toString(), file("one.png", grey(1)));

    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.err()).contains("need SHA-256");
  }

  @Test
  void process_ofItsOwn_loadsNeitherNd4jNorADatabase() throws Exception {
    Path loaded = folder.resolve("classes.txt");
    Process process =
        JavaProcess.with("-Xlog:class+load:file=" + loaded)
            .main(Main.class, "predict", model, file("three.png", grey(3)))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("three.png").contains(" 3 ");
    List<String> foreign =
        Files.readAllLines(loaded).stream()
            .filter(line -> line.matches(".* org\\.(nd4j|deeplearning4j|bytedeco|h2)\\..*"))
            .toList();
    assertThat(foreign).isEmpty();
  }
}
