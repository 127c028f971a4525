package dev.trawl.export.predict;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One file of an exported folder. Immutable.
 *
 * @param format as {@code --format} names it, such as {@code onnx-int8}
 * @param file its name in the folder
 * @param sha256 in lower-case hexadecimal
 * @param correct how many of the test images it predicted right
 * @param images how many test images there were
 */
public record FormatRecord(
    String format,
    String file,
    long bytes,
    String sha256,
    Tensor input,
    Tensor output,
    int correct,
    int images) {

  public FormatRecord {
    if (!Path.of(file).equals(Path.of(file).getFileName()) || file.startsWith(".")) {
      throw new IllegalArgumentException("need the name of a file in the folder, found " + file);
    }
    if (!sha256.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("need 64 hexadecimal digits, found " + sha256);
    }
    if (correct < 0 || correct > images || images < 1) {
      throw new IllegalArgumentException(
          "need no more right than there are images, found %d of %d".formatted(correct, images));
    }
  }

  /**
   * What goes in, or comes out.
   *
   * @param dtype {@code uint8}, {@code int8} or {@code float32}
   * @param shape −1 stands for the batch
   * @param layout {@code NCHW} or {@code NHWC} for images, {@code NC} for classes
   * @param scale how a number becomes a pixel between 0 and 1, or a probability; in words
   */
  public record Tensor(
      String name, String dtype, List<Integer> shape, String layout, String scale) {
    public Tensor {
      shape = List.copyOf(shape);
    }

    /** Its name, type and shape. */
    @Override
    public String toString() {
      return "%s of %s %s".formatted(name, dtype, shape);
    }

    private Map<String, Object> asMap() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("name", name);
      json.put("dtype", dtype);
      json.put("shape", shape);
      json.put("layout", layout);
      json.put("scale", scale);
      return json;
    }

    private static Tensor read(JsonFields json) throws IOException {
      return new Tensor(
          json.text("name"),
          json.text("dtype"),
          json.wholes("shape"),
          json.text("layout"),
          json.text("scale"));
    }
  }

  static FormatRecord read(JsonFields json) throws IOException {
    try {
      return new FormatRecord(
          json.text("format"),
          json.text("file"),
          json.count("bytes"),
          json.text("sha256"),
          Tensor.read(json.child("input")),
          Tensor.read(json.child("output")),
          json.whole("correct"),
          json.whole("images"));
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(json.place(), e.getMessage()), e);
    }
  }

  /** As {@link ModelRecord} reads it, in the order of its keys. */
  public Map<String, Object> asMap() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", format);
    json.put("file", file);
    json.put("bytes", bytes);
    json.put("sha256", sha256);
    json.put("input", input.asMap());
    json.put("output", output.asMap());
    json.put("accuracy", accuracy());
    json.put("correct", correct);
    json.put("images", images);
    return json;
  }

  /** The fraction of the test images that it predicted right. */
  public double accuracy() {
    return correct / (double) images;
  }

  /**
   * The file's bytes, which are those that were verified.
   *
   * @throws IOException when the file isn't there or has other bytes, with what was needed and what
   *     was found
   */
  public byte[] read(Path folder) throws IOException {
    Path path = folder.resolve(file);
    if (Files.notExists(path)) {
      throw new IOException(
          "%s: need the file that %s says, found none in %s"
              .formatted(file, ModelRecord.FILE, folder));
    }
    long found = Files.size(path);
    if (found != bytes) {
      throw new IOException(
          "%s: need the %,d bytes that %s says, found %,d"
              .formatted(file, bytes, ModelRecord.FILE, found));
    }
    byte[] content = Files.readAllBytes(path);
    String digest = HexFormat.of().formatHex(digest().digest(content));
    if (!digest.equals(sha256)) {
      throw new IOException(
          "%s: need SHA-256 %s, as %s says, found %s"
              .formatted(file, sha256, ModelRecord.FILE, digest));
    }
    return content;
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JVM has it.
    }
  }
}
