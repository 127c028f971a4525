package dev.trawl.model;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Reads what {@link ModelWriter} and {@link ModelSerializer} write of a network, a graph or a stack
 * of layers, and nothing else: who made the file may be anybody. {@code ModelSerializer} itself
 * would deserialize any Java object that stands in it, believe each length, and load each class
 * that it names.
 */
final class ModelReader {
  /** Ours, which Deeplearning4j passes over: the weights that training goes on with. */
  static final String TRAINED = "trainedWeights.bin";

  /** Ours, too: what the server of a federated run remembers. */
  static final String REMEMBERED = "serverState.bin";

  /** The entries, in this order; those after the second may be missing. */
  private static final List<String> NAMES =
      List.of(
          ModelSerializer.CONFIGURATION_JSON,
          ModelSerializer.COEFFICIENTS_BIN,
          ModelSerializer.UPDATER_BIN,
          TRAINED,
          REMEMBERED);

  private static final int NEEDED = 2;

  /** Weights can't be deflated to a tenth; an updater's state that is still 0 can, to any size. */
  private static final long MOST_UNPACKED = 64L << 20;

  private static final long MOST_DEFLATED = 16;

  /** What a zip ends with, when it has no comment. */
  private static final int END_SIGNATURE = 0x06054b50;

  private static final int END_BYTES = 22;

  private ModelReader() {}

  /**
   * The network; the caller closes it.
   *
   * @throws IOException when the bytes are something else, with what was needed and what was found
   */
  static ComputationGraph read(byte[] file) throws IOException {
    Map<String, byte[]> entries = entries(file);
    ComputationGraphConfiguration configuration =
        ModelConfiguration.read(text(entry(entries, ModelSerializer.CONFIGURATION_JSON)));
    try {
      return network(configuration, entries);
    } catch (RuntimeException e) { // of Deeplearning4j, whatever it could not make of them
      throw new IOException(
          "need a network's configuration, found one whose layers and weights don't fit each other",
          e);
    }
  }

  /**
   * The weights that training goes on with, where they aren't the network's own.
   *
   * @throws IOException when the bytes are something else, with what was needed and what was found
   */
  static Optional<float[]> trained(byte[] file) throws IOException {
    return numbers(file, TRAINED);
  }

  /**
   * What the server of a federated run remembers beside the weights; empty for nothing.
   *
   * @throws IOException when the bytes are something else, with what was needed and what was found
   */
  static Optional<float[]> remembered(byte[] file) throws IOException {
    return numbers(file, REMEMBERED);
  }

  private static Optional<float[]> numbers(byte[] file, String name) throws IOException {
    Map<String, byte[]> entries = entries(file);
    if (!entries.containsKey(name)) {
      return Optional.empty();
    }
    try (INDArray numbers = array(entries, name)) {
      return Optional.of(numbers.data().asFloat());
    }
  }

  private static ComputationGraph network(
      ComputationGraphConfiguration configuration, Map<String, byte[]> entries) throws IOException {
    ComputationGraph network = new ComputationGraph(configuration);
    // Compares their number with the layers' before it allocates anything.
    network.init(array(entries, ModelSerializer.COEFFICIENTS_BIN), false);
    if (entries.containsKey(ModelSerializer.UPDATER_BIN)) {
      try (INDArray state = array(entries, ModelSerializer.UPDATER_BIN)) {
        network.getUpdater().setStateViewArray(state); // which copies it
      }
    }
    return network;
  }

  private static Map<String, byte[]> entries(byte[] file) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    long most = MOST_UNPACKED + MOST_DEFLATED * file.length;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        checkNext(entry.getName(), entries);
        boolean text = entries.isEmpty();
        byte[] content = content(zip, entry.getName(), text ? ModelConfiguration.MOST_BYTES : most);
        most -= content.length;
        entries.put(entry.getName(), content);
      }
    } catch (EOFException e) {
      throw new IOException("need a whole zip file, found its beginning only", e);
    }
    checkEnd(file, entries.size());
    return entries;
  }

  private static void checkNext(String name, Map<String, byte[]> before) throws IOException {
    int place = NAMES.indexOf(name);
    int last = before.keySet().stream().mapToInt(NAMES::indexOf).max().orElse(-1);
    if (before.size() < NEEDED ? place != before.size() : place <= last) {
      throw new IOException(
          "need the entries %s, in this order and nothing else, found %s as number %d"
              .formatted(String.join(", ", NAMES), name, before.size() + 1));
    }
  }

  private static byte[] content(ZipInputStream zip, String name, long most) throws IOException {
    int limit = (int) Math.min(most, Integer.MAX_VALUE - 16L);
    byte[] content = zip.readNBytes(limit);
    if (zip.read() >= 0) {
      throw new IOException("need %s of at most %,d bytes, found more".formatted(name, limit));
    }
    return content;
  }

  /** A file that is cut behind its last entry is cut all the same. */
  private static void checkEnd(byte[] file, int entries) throws IOException {
    if (entries == 0) {
      throw new IOException("need a zip file, found other bytes");
    }
    ByteBuffer end =
        ByteBuffer.wrap(
                file, Math.max(0, file.length - END_BYTES), Math.min(file.length, END_BYTES))
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN);
    if (end.remaining() < END_BYTES
        || end.getInt(0) != END_SIGNATURE
        || end.getShort(10) != entries) {
      throw new IOException(
          "need a zip file that ends with the list of its %d entries, found another end"
              .formatted(entries));
    }
  }

  private static byte[] entry(Map<String, byte[]> entries, String name) throws IOException {
    byte @Nullable [] content = entries.get(name);
    if (content == null) {
      throw new IOException(
          "need the entries %s, found none after %s"
              .formatted(String.join(", ", NAMES), entries.keySet()));
    }
    return content;
  }

  private static INDArray array(Map<String, byte[]> entries, String name) throws IOException {
    return ModelArray.read(name, entry(entries, name));
  }

  private static String text(byte[] bytes) throws IOException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("need a configuration in UTF-8, found other bytes", e);
    }
  }
}
