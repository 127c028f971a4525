package dev.trawl.testkit;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.export.predict.ModelRecord;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/**
 * An exported folder whose model reads the digits of a seven-segment display, 28 × 28, light on
 * dark: one layer whose weights are the segments. Of several channels it reads the mean.
 */
public final class SegmentModel {
  public static final int SIDE = 28;

  /**
   * Each digit's segments: top, upper left, upper right, middle, lower left, lower right, bottom.
   */
  private static final List<String> DIGITS =
      List.of(
          "1110111", "0010010", "1011101", "1011011", "0111010", "1101011", "1101111", "1010010",
          "1111111", "1111011");

  /** Each segment: its first row, rows, first column and columns. */
  private static final int[][] SEGMENTS = {
    {4, 2, 9, 10},
    {6, 7, 7, 2},
    {6, 7, 19, 2},
    {13, 2, 9, 10},
    {15, 7, 7, 2},
    {15, 7, 19, 2},
    {22, 2, 9, 10}
  };

  private SegmentModel() {}

  /** Writes a folder of one channel whose classes are named 0 to 9. */
  public static Path write(Path folder) throws IOException {
    return write(folder, "segments", "3", 1, labels());
  }

  private static List<String> labels() {
    return IntStream.range(0, 10).mapToObj(String::valueOf).toList();
  }

  /** Writes {@code model.onnx} and {@code model.json}. */
  public static Path write(
      Path folder, String name, String version, int channels, List<String> labels)
      throws IOException {
    Files.createDirectories(folder);
    byte[] model = model(channels);
    Files.write(folder.resolve("model.onnx"), model);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format_version", ModelRecord.FORMAT_VERSION);
    json.put("name", name);
    json.put("version", version);
    json.put("labels", labels);
    json.put("preprocessing", Map.of("channels", channels, "height", SIDE, "width", SIDE));
    Map<String, Object> format = new LinkedHashMap<>();
    format.put("format", "onnx");
    format.put("file", "model.onnx");
    format.put("bytes", model.length);
    format.put("sha256", sha256(model));
    format.put("input", tensor("image", "uint8", List.of(-1, channels, SIDE, SIDE), "NCHW"));
    format.put("output", tensor("probabilities", "float32", List.of(-1, 10), "NC"));
    format.put("correct", 100);
    format.put("images", 100);
    json.put("formats", List.of(format));
    new JsonMapper().writeValue(folder.resolve("model.json").toFile(), json);
    return folder;
  }

  private static Map<String, Object> tensor(
      String name, String dtype, List<Integer> shape, String layout) {
    return Map.of("name", name, "dtype", dtype, "shape", shape, "layout", layout, "scale", "1/255");
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A digit's pixels, row by row. */
  public static byte[] pixels(int digit) {
    byte[] pixels = new byte[SIDE * SIDE];
    for (int segment = 0; segment < SEGMENTS.length; segment++) {
      if (isLit(digit, segment)) {
        for (int place : places(segment)) {
          pixels[place] = (byte) 255;
        }
      }
    }
    return pixels;
  }

  /** The same as JSON, {@code [[0,255,…],…]}. */
  public static String json(int digit) {
    byte[] pixels = pixels(digit);
    StringBuilder json = new StringBuilder("[");
    for (int row = 0; row < SIDE; row++) {
      json.append(row == 0 ? "[" : ",[");
      for (int column = 0; column < SIDE; column++) {
        json.append(column == 0 ? "" : ",").append(pixels[row * SIDE + column] & 255);
      }
      json.append(']');
    }
    return json.append(']').toString();
  }

  /**
   * The same as a picture.
   *
   * @param scale pixels for each of the digit's, either way
   * @param format {@code png} or {@code jpeg}
   */
  public static byte[] picture(int digit, int scale, boolean dark, int type, String format)
      throws IOException {
    BufferedImage image = new BufferedImage(SIDE * scale, SIDE * scale, type);
    byte[] pixels = pixels(digit);
    for (int y = 0; y < SIDE * scale; y++) {
      for (int x = 0; x < SIDE * scale; x++) {
        int light = pixels[y / scale * SIDE + x / scale] & 255;
        int shown = dark ? 255 - light : light;
        image.setRGB(x, y, 255 << 24 | shown << 16 | shown << 8 | shown);
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (!ImageIO.write(image, format, bytes)) {
      throw new IllegalArgumentException(format);
    }
    return bytes.toByteArray();
  }

  private static boolean isLit(int digit, int segment) {
    return DIGITS.get(digit).charAt(segment) == '1';
  }

  private static List<Integer> places(int segment) {
    int[] of = SEGMENTS[segment];
    return IntStream.range(0, of[1] * of[3])
        .mapToObj(i -> (of[0] + i / of[3]) * SIDE + of[2] + i % of[3])
        .toList();
  }

  private static byte[] model(int channels) {
    ByteBuffer weights = floats(channels * SIDE * SIDE * 10);
    ByteBuffer bias = floats(10);
    for (int digit = 0; digit < 10; digit++) {
      for (int segment = 0; segment < SEGMENTS.length; segment++) {
        List<Integer> places = places(segment);
        boolean lit = isLit(digit, segment);
        for (int place : places) {
          for (int channel = 0; channel < channels; channel++) {
            int at = (channel * SIDE * SIDE + place) * 10 + digit;
            weights.putFloat(at * 4, (lit ? 4f : -4f) / places.size() / channels);
          }
        }
        bias.putFloat(digit * 4, bias.getFloat(digit * 4) - (lit ? 4f : 0f));
      }
    }
    GraphProto.Builder graph = GraphProto.newBuilder().setName("segments");
    graph.addInput(value("image", TensorProto.DataType.UINT8, channels, SIDE, SIDE));
    graph.addOutput(value("probabilities", TensorProto.DataType.FLOAT, 10));
    constant(graph, "most", floats(1).putFloat(0, 255f));
    constant(graph, "weights", weights, (long) channels * SIDE * SIDE, 10);
    constant(graph, "bias", bias, 10);
    node(graph, "Cast", "floats", "image")
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeProto.AttributeType.INT)
                .setI(TensorProto.DataType.FLOAT.getNumber()));
    node(graph, "Div", "scaled", "floats", "most");
    node(graph, "Flatten", "flat", "scaled");
    node(graph, "Gemm", "scores", "flat", "weights", "bias");
    node(graph, "Softmax", "probabilities", "scores");
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(13))
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  private static ByteBuffer floats(int count) {
    return ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static NodeProto.Builder node(
      GraphProto.Builder graph, String operator, String output, String... inputs) {
    return graph
        .addNodeBuilder()
        .setOpType(operator)
        .addAllInput(List.of(inputs))
        .addOutput(output);
  }

  private static void constant(
      GraphProto.Builder graph, String name, ByteBuffer values, long... shape) {
    TensorProto.Builder tensor =
        graph
            .addInitializerBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .setRawData(ByteString.copyFrom(values.rewind()));
    for (long size : shape) {
      tensor.addDims(size);
    }
  }

  private static ValueInfoProto value(String name, TensorProto.DataType type, int... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("batch");
    for (int size : sizes) {
      shape.addDimBuilder().setDimValue(size);
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
