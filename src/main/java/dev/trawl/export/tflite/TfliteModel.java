package dev.trawl.export.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A TensorFlow Lite file while it is written; tensors are known by their number. */
final class TfliteModel {
  /** Of a tensor's numbers, as schema.fbs numbers them. */
  enum Numbers {
    FLOAT32(0),
    INT32(2),
    UINT8(3),
    INT8(9);

    private final byte code;

    Numbers(int code) {
      this.code = (byte) code;
    }

    byte code() {
      return code;
    }
  }

  /**
   * What the whole numbers of a tensor are worth.
   *
   * @param dimension whose indices have a scale each, where there are several
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Quantization(float[] scales, long zero, int dimension) {}

  private static final int SCHEMA_VERSION = 3;
  private static final int ALIGNMENT = 16;

  private final FlatBufferBuilder file = new FlatBufferBuilder(1 << 16);
  private final List<Integer> buffers = new ArrayList<>();
  private final List<Integer> tensors = new ArrayList<>();
  private final List<Integer> operators = new ArrayList<>();
  private final Map<List<Integer>, Integer> codes = new LinkedHashMap<>();

  TfliteModel() {
    buffer(null); // The schema wants the first to be empty.
  }

  /** A tensor that is computed, or the input. */
  int tensor(String name, Numbers type, List<Integer> shape, @Nullable Quantization quantization) {
    return tensor(name, type, shape, 0, quantization);
  }

  int scalar(String name, float value) {
    return constant(name, List.of(), new float[] {value});
  }

  int constant(String name, List<Integer> shape, float[] values) {
    return constant(name, Numbers.FLOAT32, shape, bytes(values), null);
  }

  int integers(String name, int... values) {
    return constant(name, Numbers.INT32, List.of(values.length), bytes(values), null);
  }

  int integers(String name, int[] values, Quantization quantization) {
    return constant(name, Numbers.INT32, List.of(values.length), bytes(values), quantization);
  }

  int signedBytes(String name, List<Integer> shape, byte[] values, Quantization quantization) {
    return constant(name, Numbers.INT8, shape, values, quantization);
  }

  private int constant(
      String name,
      Numbers type,
      List<Integer> shape,
      byte[] bytes,
      @Nullable Quantization quantization) {
    return tensor(name, type, shape, buffer(bytes), quantization);
  }

  private static byte[] bytes(float[] values) {
    byte[] bytes = new byte[Float.BYTES * values.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return bytes;
  }

  private static byte[] bytes(int[] values) {
    byte[] bytes = new byte[Integer.BYTES * values.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(values);
    return bytes;
  }

  private int buffer(byte @Nullable [] bytes) {
    if (bytes == null) {
      file.startTable(3);
    } else {
      file.startVector(1, bytes.length, ALIGNMENT);
      for (int i = bytes.length - 1; i >= 0; i--) {
        file.addByte(bytes[i]);
      }
      int vector = file.endVector();
      file.startTable(3);
      file.addOffset(0, vector, 0);
    }
    buffers.add(file.endTable());
    return buffers.size() - 1;
  }

  private int tensor(
      String name,
      Numbers type,
      List<Integer> shape,
      int buffer,
      @Nullable Quantization quantization) {
    int text = file.createString(name);
    int sizes = integerVector(array(shape));
    int rounding = quantization == null ? 0 : quantization(quantization);
    file.startTable(10);
    file.addOffset(0, sizes, 0);
    file.addByte(1, type.code(), 0);
    file.addInt(2, buffer, 0);
    file.addOffset(3, text, 0);
    file.addOffset(4, rounding, 0);
    file.addBoolean(8, true, false); // It has a rank.
    tensors.add(file.endTable());
    return tensors.size() - 1;
  }

  private int quantization(Quantization quantization) {
    float[] scales = quantization.scales();
    file.startVector(Float.BYTES, scales.length, Float.BYTES);
    for (int i = scales.length - 1; i >= 0; i--) {
      file.addFloat(scales[i]);
    }
    int scaleVector = file.endVector();
    file.startVector(Long.BYTES, scales.length, Long.BYTES);
    for (int i = 0; i < scales.length; i++) {
      file.addLong(quantization.zero());
    }
    int zeroVector = file.endVector();
    return table(
        7,
        table -> {
          table.addOffset(2, scaleVector, 0);
          table.addOffset(3, zeroVector, 0);
          table.addInt(6, quantization.dimension(), 0);
        });
  }

  /**
   * Appends an operator.
   *
   * @param version of {@link Operator}
   * @param fields how many its options have
   * @param options sets them
   */
  void operator(
      Operator operator,
      int version,
      int[] inputs,
      int output,
      int fields,
      Consumer<FlatBufferBuilder> options) {
    int code = codes.computeIfAbsent(List.of(operator.code(), version), seen -> codes.size());
    int set = operator.options() == 0 ? 0 : table(fields, options);
    int in = integerVector(inputs);
    int out = integerVector(output);
    file.startTable(13);
    file.addInt(0, code, 0);
    file.addOffset(1, in, 0);
    file.addOffset(2, out, 0);
    if (operator.options() != 0) {
      file.addByte(3, (byte) operator.options(), 0);
      file.addOffset(4, set, 0);
    }
    operators.add(file.endTable());
  }

  /** A vector of sizes, for an operator's options. */
  int integerVector(int... values) {
    file.startVector(Integer.BYTES, values.length, Integer.BYTES);
    for (int i = values.length - 1; i >= 0; i--) {
      file.addInt(values[i]);
    }
    return file.endVector();
  }

  private int table(int fields, Consumer<FlatBufferBuilder> fill) {
    file.startTable(fields);
    fill.accept(file);
    return file.endTable();
  }

  private static int[] array(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private int tables(List<Integer> tables) {
    return file.createVectorOfTables(array(tables));
  }

  /**
   * The whole file.
   *
   * @param input what is called {@code image} from outside
   * @param output what is called {@code probabilities}
   */
  byte[] write(int input, int output, Map<String, String> metadata) {
    int graph = graph(input, output);
    int signature = signature(input, output);
    List<Integer> notes = new ArrayList<>();
    metadata.forEach((key, value) -> notes.add(note(key, value)));
    int noteVector = tables(notes);
    List<Integer> codeTables = new ArrayList<>();
    codes.keySet().forEach(code -> codeTables.add(code(code.get(0), code.get(1))));
    int codeVector = tables(codeTables);
    int graphs = tables(List.of(graph));
    int description = file.createString("written by Trawl");
    int bufferVector = tables(buffers);
    int signatures = tables(List.of(signature));
    int root =
        table(
            8,
            table -> {
              table.addInt(0, SCHEMA_VERSION, 0);
              table.addOffset(1, codeVector, 0);
              table.addOffset(2, graphs, 0);
              table.addOffset(3, description, 0);
              table.addOffset(4, bufferVector, 0);
              table.addOffset(6, noteVector, 0);
              table.addOffset(7, signatures, 0);
            });
    file.finish(root, "TFL3");
    return file.sizedByteArray();
  }

  private int code(int operator, int version) {
    return table(
        4,
        table -> {
          table.addByte(0, (byte) operator, 0);
          table.addInt(2, version, 1);
          table.addInt(3, operator, 0);
        });
  }

  private int note(String key, String value) {
    int name = file.createString(key);
    int buffer = buffer(value.getBytes(StandardCharsets.UTF_8));
    return table(
        2,
        table -> {
          table.addOffset(0, name, 0);
          table.addInt(1, buffer, 0);
        });
  }

  private int graph(int input, int output) {
    int all = tables(tensors);
    int steps = tables(operators);
    int in = integerVector(input);
    int out = integerVector(output);
    int name = file.createString("main");
    return table(
        5,
        table -> {
          table.addOffset(0, all, 0);
          table.addOffset(1, in, 0);
          table.addOffset(2, out, 0);
          table.addOffset(3, steps, 0);
          table.addOffset(4, name, 0);
        });
  }

  private int signature(int input, int output) {
    int in = tables(List.of(named("image", input)));
    int out = tables(List.of(named("probabilities", output)));
    int key = file.createString("serving_default");
    return table(
        5,
        table -> {
          table.addOffset(0, in, 0);
          table.addOffset(1, out, 0);
          table.addOffset(2, key, 0);
        });
  }

  private int named(String name, int tensor) {
    int text = file.createString(name);
    return table(
        2,
        table -> {
          table.addOffset(0, text, 0);
          table.addInt(1, tensor, 0);
        });
  }
}
