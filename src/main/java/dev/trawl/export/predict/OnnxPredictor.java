package dev.trawl.export.predict;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An ONNX model on ONNX Runtime: one input of bytes, [batch, channels, height, width], whose first
 * output is [batch, classes]. Unlike other predictors it answers many threads at a time, but for
 * its closing, which comes after their last call.
 */
public final class OnnxPredictor implements Predictor {
  private static final int IMAGE_RANK = 4;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;
  private final long[] shape;
  private final String output;
  private final long[] outputShape;
  private final int classes;

  private OnnxPredictor(OrtEnvironment environment, OrtSession session)
      throws OrtException, IOException {
    this.environment = environment;
    this.session = session;
    TensorInfo images = tensor(session.getInputInfo());
    TensorInfo probabilities = tensor(session.getOutputInfo());
    this.input = session.getInputNames().iterator().next();
    this.shape = images.getShape();
    this.output = session.getOutputNames().iterator().next();
    this.outputShape = probabilities.getShape();
    if (images.type != OnnxJavaType.UINT8
        || shape.length != IMAGE_RANK
        || Arrays.stream(shape).skip(1).anyMatch(size -> size < 1)
        || outputShape.length != 2
        || outputShape[1] < 1
        || probabilities.type != OnnxJavaType.FLOAT) {
      throw new IOException(
          "need a model from images of bytes to probabilities, found one from %s %s to %s %s"
              .formatted(
                  images.type,
                  Arrays.toString(shape),
                  probabilities.type,
                  Arrays.toString(outputShape)));
    }
    this.classes = (int) outputShape[1];
  }

  private static TensorInfo tensor(Map<String, NodeInfo> values) throws IOException {
    for (NodeInfo value : values.values()) {
      ValueInfo info = value.getInfo();
      if (info instanceof TensorInfo tensor) {
        return tensor;
      }
    }
    throw new IOException("need a model of tensors, found " + values.keySet());
  }

  /**
   * A model by its bytes.
   *
   * @param threads that one call may use, at least 1
   * @throws IOException when ONNX Runtime doesn't take it, with what it says
   */
  public static OnnxPredictor of(byte[] model, int threads) throws IOException {
    try {
      OrtEnvironment environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      OrtSession session = session(environment, model, threads);
      try {
        return new OnnxPredictor(environment, session);
      } catch (OrtException | IOException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new IOException(
          "need an ONNX model, found %,d bytes that ONNX Runtime doesn't take: %s"
              .formatted(model.length, e.getMessage()),
          e);
    }
  }

  /**
   * A model of an exported folder, whose bytes are those that were verified.
   *
   * @param threads that one call may use, at least 1
   * @throws IOException when the file is missing, has other bytes, isn't ONNX, or takes and gives
   *     something else than {@code model.json} says
   */
  public static OnnxPredictor open(Path folder, ModelRecord model, FormatRecord format, int threads)
      throws IOException {
    OnnxPredictor predictor = of(format.read(folder), threads);
    try {
      predictor.need(model.channels(), model.height(), model.width(), model.labels().size());
      predictor.need(format);
      return predictor;
    } catch (IOException e) {
      predictor.close();
      throw e;
    }
  }

  /**
   * Checks what the model takes and gives.
   *
   * @throws IOException when it is something else
   */
  public void need(int channels, int height, int width, int classes) throws IOException {
    long[] needed = {shape[0], channels, height, width};
    if (!Arrays.equals(shape, needed) || classes != this.classes) {
      throw new IOException(
          "need a model of images of %d × %d × %d in %d classes, found %d × %d × %d in %d"
              .formatted(
                  channels, height, width, classes, shape[1], shape[2], shape[3], this.classes));
    }
  }

  /** Whoever reads {@code model.json} calls the tensors by what stands there. */
  private void need(FormatRecord format) throws IOException {
    String needed = "%s and %s".formatted(format.input(), format.output());
    String found =
        "%s of uint8 %s and %s of float32 %s"
            .formatted(input, Arrays.toString(shape), output, Arrays.toString(outputShape));
    if (!found.equals(needed)) {
      throw new IOException(
          "%s: need %s, as %s says, found %s"
              .formatted(format.file(), needed, ModelRecord.FILE, found));
    }
  }

  /** One session serves all threads; on processors of any kind it gives the same 8-bit results. */
  private static OrtSession session(OrtEnvironment environment, byte[] model, int threads)
      throws OrtException {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      // Without it, 8-bit sums overflow on processors without VNNI.
      options.addConfigEntry("session.x64quantprecision", "1");
      return environment.createSession(model, options);
    }
  }

  @Override
  public String runtime() {
    return "ONNX Runtime " + environment.getVersion();
  }

  @Override
  public float[] probabilities(byte[] images) {
    try (OnnxTensor tensor = tensor(images);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      return floats(result.get(0));
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Every output of the model by its name, row by row. */
  public Map<String, float[]> outputs(byte[] images) {
    Map<String, float[]> outputs = new LinkedHashMap<>();
    try (OnnxTensor tensor = tensor(images);
        OrtSession.Result result = session.run(Map.of(input, tensor))) {
      for (Map.Entry<String, OnnxValue> output : result) {
        outputs.put(output.getKey(), floats(output.getValue()));
      }
      return outputs;
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  private OnnxTensor tensor(byte[] images) throws OrtException {
    int image = Math.toIntExact(shape[1] * shape[2] * shape[3]);
    if (images.length == 0 || images.length % image != 0) {
      throw new IllegalArgumentException(
          "need images of %d × %d × %d bytes, found %,d bytes"
              .formatted(shape[1], shape[2], shape[3], images.length));
    }
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(images.length).order(ByteOrder.nativeOrder()).put(images);
    bytes.rewind();
    long[] batch = {images.length / image, shape[1], shape[2], shape[3]};
    return OnnxTensor.createTensor(environment, bytes, batch, OnnxJavaType.UINT8);
  }

  private static float[] floats(OnnxValue value) {
    FloatBuffer buffer = ((OnnxTensor) value).getFloatBuffer();
    float[] values = new float[buffer.remaining()];
    buffer.get(values);
    return values;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }
}
