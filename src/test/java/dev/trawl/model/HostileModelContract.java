package dev.trawl.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.trawl.train.NativeBackend;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Model files that somebody made to do harm: none is read, nothing in one is run. A test extends it
 * and says what a sound one is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileModelContract {
  private static final String CONFIGURATION = ModelSerializer.CONFIGURATION_JSON;
  private static final String COEFFICIENTS = ModelSerializer.COEFFICIENTS_BIN;
  private static final String UPDATER = ModelSerializer.UPDATER_BIN;

  /** How often something in a file was run. */
  private static final AtomicInteger RUN = new AtomicInteger();

  private byte[] sound = {};

  /** Stands for an object of any class, in {@code preprocessor.bin}. */
  private static final class Mark implements Serializable {
    private static final long serialVersionUID = 1L;

    private void readObject(ObjectInputStream in) {
      RUN.incrementAndGet();
    }
  }

  /** Stands for any class that a configuration names; loading it is enough. */
  static final class Loaded {
    static {
      RUN.incrementAndGet();
    }
  }

  /** A small network's file: three layers named 0, 1 and 2, the second with 9 units. */
  abstract byte[] write() throws IOException;

  @BeforeAll
  void load() throws IOException {
    NativeBackend.inspect();
    sound = write();
  }

  @Test
  void read_soundFile_isRead() throws IOException {
    assertThat(Network.read(zip(entries(sound))).write()).isEqualTo(Network.read(sound).write());
  }

  @ParameterizedTest
  @ValueSource(strings = {"preprocessor.bin", "normalizer.bin", "noParams.marker", "../../slip"})
  void read_otherEntry_isRefusedAndNotRun(String name) throws IOException {
    ByteArrayOutputStream object = new ByteArrayOutputStream();
    new ObjectOutputStream(object).writeObject(new Mark());
    List<Map.Entry<String, byte[]>> entries = entries(sound);
    entries.add(Map.entry(name, object.toByteArray()));
    assertRefused(zip(entries), "found " + name + " as number 4");
    entries.add(0, entries.remove(3));
    assertRefused(zip(entries), "found " + name + " as number 1");
  }

  @Test
  void read_entryTwice_isRefused() {
    List<Map.Entry<String, byte[]>> entries = entries(sound);
    String shouted = CONFIGURATION.toUpperCase(Locale.ROOT);
    entries.add(1, Map.entry(shouted, entries.get(0).getValue()));
    byte[] model =
        new String(zip(entries), StandardCharsets.ISO_8859_1)
            .replace(shouted, CONFIGURATION)
            .getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(model, "found configuration.json as number 2");
  }

  @Test
  void read_bomb_isRefusedWithoutUnpackingIt() {
    byte[] zeros = new byte[1 << 20];
    for (String name : List.of(CONFIGURATION, COEFFICIENTS, UPDATER)) {
      int megabytes = name.equals(CONFIGURATION) ? 2 : 100;
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      try (ZipOutputStream zip = new ZipOutputStream(file)) {
        for (Map.Entry<String, byte[]> entry : entries(sound)) {
          zip.putNextEntry(new ZipEntry(entry.getKey()));
          if (entry.getKey().equals(name)) {
            for (int i = 0; i < megabytes; i++) {
              zip.write(zeros);
            }
          } else {
            zip.write(entry.getValue());
          }
          zip.closeEntry();
        }
      } catch (IOException e) {
        throw new AssertionError(e);
      }
      assertRefused(file.toByteArray(), "need " + name + " of at most ", " bytes, found more");
    }
  }

  static List<Arguments> foreignClasses() {
    String ours = "\"org.nd4j.linalg.activations.impl.ActivationReLU\"";
    String loaded = "\"" + Loaded.class.getName() + "\"";
    return List.of(
        Arguments.of("another", ours, loaded),
        Arguments.of("one of the JDK", ours, "\"javax.swing.JFrame\""),
        Arguments.of(
            "a layer that is none of ours",
            "\"org.deeplearning4j.nn.conf.layers.DenseLayer\"",
            "\"org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer\""),
        Arguments.of(
            "one with parameters", ours, "\"java.util.ArrayList<" + "java.lang.String>\""));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreignClasses")
  void read_foreignClass_isRefusedAndNotLoaded(String name, String ours, String foreign) {
    byte[] model = withConfiguration(json -> json.replace(ours, foreign));
    assertRefused(model, "need settings of Deeplearning4j in its configuration, found the class ");
    assertRefused(model, foreign.replace("\"", ""));
  }

  @Test
  void read_foreignClassAsTheFirstOfAList_isRefusedAndNotLoaded() {
    String list = "[\"%s\", {}]".formatted(Loaded.class.getName());
    byte[] model =
        withConfiguration(
            json -> {
              int named = json.indexOf("ActivationReLU");
              return json.substring(0, json.lastIndexOf('{', named))
                  + list
                  + json.substring(json.indexOf('}', named) + 1);
            });
    assertThat(text(model)).contains(list);
    assertRefused(model, "found the class " + Loaded.class.getName());
  }

  @Test
  void read_configurationThatIsNone_isRefused() {
    assertRefused(withConfiguration(json -> "[".repeat(200_000)), "nesting depth");
    assertRefused(withConfiguration(json -> "{\"confs\": 3}"), "none");
    assertRefused(withConfiguration(json -> "{}"), "none");
    assertRefused(withConfiguration(json -> json.substring(0, json.length() / 2)), "none");
    assertRefused(
        withConfiguration(json -> json.replace("\"@class\"", "\"@klass\"")), "without a class");
  }

  static List<Arguments> configurations() {
    return List.of(
        Arguments.of("null", (UnaryOperator<String>) json -> "null", "no layers"),
        Arguments.of("empty", (UnaryOperator<String>) json -> "{}", "no layers"),
        Arguments.of("no layers", (UnaryOperator<String>) json -> "{\"confs\": []}", "no layers"),
        Arguments.of(
            "no layer",
            (UnaryOperator<String>) json -> "{\"confs\": [null, null]}",
            "a part of one"),
        Arguments.of(
            "a layer without settings",
            (UnaryOperator<String>) json -> "{\"confs\": [{}]}",
            "layer 0"),
        Arguments.of(
            "a number", (UnaryOperator<String>) json -> "{\"confs\": 3}", "something else"),
        Arguments.of("stride 0", setting("stride", "[0, 0]"), "the stride [0, 0] in layer 0"),
        Arguments.of("no stride", setting("stride", "null"), "the stride null in layer 0"),
        Arguments.of("kernel 0", setting("kernelSize", "[3, 0]"), "the kernel [3, 0] in layer 0"),
        Arguments.of("kernel of one", setting("kernelSize", "[3]"), "the kernel [3] in layer 0"),
        Arguments.of("dilation 0", setting("dilation", "[0, 1]"), "the dilation [0, 1] in layer 0"),
        Arguments.of("padding", setting("padding", "[-1, 0]"), "the padding [-1, 0] in layer 0"),
        Arguments.of(
            "other weights",
            (UnaryOperator<String>) json -> json.replace("\"nout\" : 9", "\"nout\" : 8"),
            "fit each other"));
  }

  static UnaryOperator<String> setting(String name, String value) {
    return json ->
        json.replaceAll("\"%s\" : \\[[^]]*]".formatted(name), "\"%s\" : %s".formatted(name, value));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configurations")
  void read_otherConfiguration_isRefusedInWords(
      String name, UnaryOperator<String> change, String found) {
    byte[] model = withConfiguration(change);
    assertRefused(model, "none: need a network's configuration, found ", found);
    IOException e = catchThrowableOfType(IOException.class, () -> Network.read(model));
    assertThat(e.getMessage()).doesNotContain("Exception", "java.", "because", "\n");
  }

  @Test
  void read_hugeSizesInTheConfiguration_areRefused() {
    assertRefused(
        withConfiguration(json -> json.replaceAll("\"nout\" : 9", "\"nout\" : 900000000000")));
    assertRefused(
        withConfiguration(
            json ->
                json.replaceAll("\"nin\" : \\d+", "\"nin\" : 4294967296")
                    .replaceAll("\"nout\" : \\d+", "\"nout\" : 4294967296")));
  }

  static List<Arguments> headers() {
    return List.of(
        Arguments.of(
            "a shape of 2^40 numbers", header(1L << 40, "LONG", 9, "FLOAT", 1, 9), "6 or 8"),
        Arguments.of("a shape of less than none", header(-6, "LONG", 9, "FLOAT", 1, 9), "6 or 8"),
        Arguments.of("a shape of texts", header(6, "UTF8", 9, "FLOAT", 1, 9), "6 or 8"),
        Arguments.of("rank 32", header(6, "LONG", 9, "FLOAT", 32, 9), "rank 32"),
        Arguments.of("2^40 values", header(6, "LONG", 1L << 40, "FLOAT", 1, 1L << 40), "1,099,511"),
        Arguments.of("values past its end", header(6, "LONG", 9, "FLOAT", 1, 9), "9 of FLOAT in 8"),
        Arguments.of("fewer than its shape", header(6, "LONG", 2, "FLOAT", 1, 9), "2 of FLOAT"),
        Arguments.of("none", header(6, "LONG", 0, "FLOAT", 1, 0), "sizes [0]"),
        Arguments.of("texts", header(6, "LONG", 2, "UTF8", 1, 2), "FLOAT or DOUBLE, found UTF8"),
        Arguments.of("packed", header(6, "LONG", 2, "COMPRESSED", 1, 2), "found COMPRESSED"),
        Arguments.of("other than the layers'", header(6, "LONG", 2, "FLOAT", 1, 2), "none"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("headers")
  void read_headerOfAnArray_isComparedBeforeAnythingIsAllocated(
      String name, byte[] header, String found) {
    byte[] content = Arrays.copyOf(header, header.length + 8);
    for (String entry : List.of(COEFFICIENTS, UPDATER)) {
      assertRefused(with(entry, content), found);
    }
  }

  @Test
  void read_arrayThatIsCut_isRefused() {
    byte[] header = header(6, "LONG", 9, "FLOAT", 1, 9);
    for (int bytes = 0; bytes < header.length; bytes++) {
      assertRefused(with(COEFFICIENTS, Arrays.copyOf(header, bytes)), "found its beginning only");
    }
  }

  @Test
  void read_arrayOfTwoRows_isRefused() throws IOException {
    ByteArrayOutputStream rows = new ByteArrayOutputStream();
    Nd4j.write(Nd4j.rand(DataType.FLOAT, 2, 3), new DataOutputStream(rows));
    assertRefused(
        with(COEFFICIENTS, rows.toByteArray()), "need coefficients.bin of the shape [n] or [1, n]");
  }

  @Test
  void read_missingEntry_isRefused() {
    assertRefused(zip(entries(sound).subList(0, 1)), "found none after [configuration.json]");
    assertRefused(zip(entries(sound).subList(1, 3)), "found coefficients.bin as number 1");
  }

  @Test
  void read_cutAnywhere_isRefused() {
    for (int bytes = 0; bytes < sound.length; bytes += bytes > sound.length - 300 ? 1 : 97) {
      assertRefused(Arrays.copyOf(sound, bytes));
    }
  }

  /** Flipped and fitted with sums again: what is read has the same sizes, or it is refused. */
  @Test
  void read_flippedBits_areRefusedOrAnotherNetworkOfThatSize() {
    Random random = new Random(11);
    int refused = 0;
    for (int i = 0; i < 1500; i++) {
      List<Map.Entry<String, byte[]>> entries = entries(sound);
      byte[] content = entries.get(i % 3).getValue();
      int range = i % 3 == 0 ? content.length : 120; // The arrays' headers.
      content[random.nextInt(range)] ^= (byte) (1 << random.nextInt(8));
      try {
        long weights = Network.read(zip(entries)).weights();
        assertThat(weights).isEqualTo(Network.read(sound).weights());
      } catch (IOException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(500);
    assertThat(RUN).hasValue(0);
  }

  static void assertRefused(byte[] model, String... found) {
    IOException e = catchThrowableOfType(IOException.class, () -> Network.read(model));
    assertThat(e.getMessage()).startsWith("need a Deeplearning4j model file, found ");
    assertThat(Arrays.stream(found)).allSatisfy(part -> assertThat(e.getMessage()).contains(part));
    assertThat(RUN).hasValue(0);
  }

  /** A shape of one size and its rank, then the number of values and their type. */
  private static byte[] header(
      long shapeLength, String shapeType, long values, String type, long rank, long size) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF("MIXED_DATA_TYPES");
      out.writeLong(shapeLength);
      out.writeUTF(shapeType);
      for (long number : new long[] {rank, size, 1, 8192, 1, 99}) {
        out.writeLong(number);
      }
      out.writeUTF("MIXED_DATA_TYPES");
      out.writeLong(values);
      out.writeUTF(type);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  byte[] withConfiguration(UnaryOperator<String> change) {
    return with(CONFIGURATION, change.apply(text(sound)).getBytes(StandardCharsets.UTF_8));
  }

  static String text(byte[] model) {
    return new String(entries(model).get(0).getValue(), StandardCharsets.UTF_8);
  }

  byte[] with(String name, byte[] content) {
    List<Map.Entry<String, byte[]>> entries = entries(sound);
    entries.replaceAll(entry -> entry.getKey().equals(name) ? Map.entry(name, content) : entry);
    return zip(entries);
  }

  private static List<Map.Entry<String, byte[]>> entries(byte[] model) {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(model))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        entries.put(entry.getName(), zip.readAllBytes());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return new ArrayList<>(entries.entrySet());
  }

  private static byte[] zip(List<Map.Entry<String, byte[]>> entries) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : entries) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return file.toByteArray();
  }
}
