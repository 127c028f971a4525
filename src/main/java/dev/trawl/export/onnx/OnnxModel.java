package dev.trawl.export.onnx;

import dev.trawl.export.graph.TensorShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** An ONNX file while it is written. */
final class OnnxModel {
  /** Known to every ONNX Runtime since 1.6, of 2020. */
  private static final long OPSET = 13;

  private static final long IR_VERSION = 8;

  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("trawl");
  private final Set<String> constants = new LinkedHashSet<>();

  /** A setting of a node. */
  record Attribute(String name, List<Integer> values, boolean list) {
    static Attribute of(String name, int value) {
      return new Attribute(name, List.of(value), false);
    }

    static Attribute of(String name, List<Integer> values) {
      return new Attribute(name, values, true);
    }

    private AttributeProto proto() {
      AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
      if (!list) {
        return proto.setType(AttributeProto.AttributeType.INT).setI(values.get(0)).build();
      }
      values.forEach(proto::addInts);
      return proto.setType(AttributeProto.AttributeType.INTS).build();
    }
  }

  /** Appends a node; returns its result's name. */
  String node(String operator, List<String> inputs, String output, Attribute... attributes) {
    append(operator, inputs, output).addAllAttribute(protos(attributes));
    return output;
  }

  /** One whose setting is a real number. */
  String node(String operator, List<String> inputs, String output, String setting, float value) {
    append(operator, inputs, output)
        .addAttribute(
            AttributeProto.newBuilder()
                .setName(setting)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value));
    return output;
  }

  private NodeProto.Builder append(String operator, List<String> inputs, String output) {
    return graph
        .addNodeBuilder()
        .setOpType(operator)
        .setName(output + "_" + operator)
        .addAllInput(inputs)
        .addOutput(output);
  }

  private static List<AttributeProto> protos(Attribute... attributes) {
    return Arrays.stream(attributes).map(Attribute::proto).toList();
  }

  /** A constant; one of the same name is the same. */
  String floats(String name, float[] values, List<Integer> shape) {
    byte[] bytes = new byte[Float.BYTES * values.length];
    littleEndian(bytes).asFloatBuffer().put(values);
    return constant(name, TensorProto.DataType.FLOAT, bytes, shape);
  }

  String scalar(String name, float value) {
    return floats(name, new float[] {value}, List.of());
  }

  String integers(String name, int[] values, List<Integer> shape) {
    byte[] bytes = new byte[Integer.BYTES * values.length];
    littleEndian(bytes).asIntBuffer().put(values);
    return constant(name, TensorProto.DataType.INT32, bytes, shape);
  }

  /** Sizes, of which ONNX wants 64 bits. */
  String sizes(String name, int... values) {
    byte[] bytes = new byte[Long.BYTES * values.length];
    ByteBuffer buffer = littleEndian(bytes);
    for (int value : values) {
      buffer.putLong(value);
    }
    return constant(name, TensorProto.DataType.INT64, bytes, List.of(values.length));
  }

  String signedBytes(String name, byte[] values, List<Integer> shape) {
    return constant(name, TensorProto.DataType.INT8, values, shape);
  }

  String unsignedByte(String name, int value) {
    return constant(name, TensorProto.DataType.UINT8, new byte[] {(byte) value}, List.of());
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private String constant(
      String name, TensorProto.DataType type, byte[] bytes, List<Integer> shape) {
    if (constants.add(name)) {
      TensorProto.Builder tensor =
          graph
              .addInitializerBuilder()
              .setName(name)
              .setDataType(type.getNumber())
              .setRawData(ByteString.copyFrom(bytes));
      shape.forEach(tensor::addDims);
    }
    return name;
  }

  void bytesInput(String name, TensorShape shape) {
    graph.addInput(value(name, TensorProto.DataType.UINT8, shape));
  }

  void output(String name, TensorShape shape) {
    graph.addOutput(value(name, TensorProto.DataType.FLOAT, shape));
  }

  /** A value whose first dimension is the batch, of any size. */
  private static ValueInfoProto value(String name, TensorProto.DataType type, TensorShape shape) {
    TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
    sizes.addDimBuilder().setDimParam("batch");
    shape.sizes().forEach(size -> sizes.addDimBuilder().setDimValue(size));
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(sizes).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  byte[] write(SortedMap<String, String> metadata) {
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("trawl")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(graph);
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      model.addMetadataProps(
          StringStringEntryProto.newBuilder().setKey(entry.getKey()).setValue(entry.getValue()));
    }
    return model.build().toByteArray();
  }
}
