package dev.trawl.export.tflite;

import dev.trawl.export.predict.Predictor;
import dev.trawl.model.ImageShape;
import java.io.IOException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.FlatBufferModel;
import org.bytedeco.tensorflowlite.FlatBufferModelBase;
import org.bytedeco.tensorflowlite.Interpreter;
import org.bytedeco.tensorflowlite.InterpreterBuilder;
import org.bytedeco.tensorflowlite.TfLiteTensor;
import org.bytedeco.tensorflowlite.global.tensorflowlite;

/** A model on TensorFlow Lite's own interpreter, on one thread. */
final class TflitePredictor implements Predictor {
  /** What signed bytes are less than pixels. */
  private static final byte MIDDLE = (byte) 128;

  private final BytePointer bytes;
  private final FlatBufferModel model;
  private final BuiltinOpResolver resolver = new BuiltinOpResolver();
  private final Interpreter interpreter = new Interpreter((Pointer) null);
  private final ImageShape images;
  private final int classes;
  private int batch;

  private TflitePredictor(
      BytePointer bytes, FlatBufferModel model, ImageShape images, int classes) {
    this.bytes = bytes;
    this.model = model;
    this.images = images;
    this.classes = classes;
  }

  /**
   * A model by its bytes.
   *
   * @throws IOException when the interpreter doesn't take them, or takes other images
   */
  static TflitePredictor of(byte[] content, ImageShape images, int classes) throws IOException {
    BytePointer bytes = new BytePointer(content);
    FlatBufferModel model =
        FlatBufferModelBase.VerifyAndBuildFromBuffer(bytes, content.length); // Checks each offset.
    if (model == null || model.isNull()) {
      bytes.close();
      throw new IOException(
          "need a TensorFlow Lite model, found %,d bytes that are none".formatted(content.length));
    }
    TflitePredictor predictor = new TflitePredictor(bytes, model, images, classes);
    try {
      predictor.start();
      return predictor;
    } catch (IOException | RuntimeException e) {
      predictor.close();
      throw e;
    }
  }

  private void start() throws IOException {
    try (InterpreterBuilder builder = new InterpreterBuilder(model, resolver)) {
      builder.SetNumThreads(1);
      if (builder.apply(interpreter) != tensorflowlite.kTfLiteOk || !allocate(1)) {
        throw new IOException("need a model that TensorFlow Lite runs, found one that it doesn't");
      }
    }
    long input = interpreter.input_tensor(0).bytes();
    int output = interpreter.output_tensor(0).dims().data(1);
    if (input != imageBytes() || output != classes) {
      throw new IOException(
          "need a model of images of %d bytes in %d classes, found %d in %d"
              .formatted(imageBytes(), classes, input, output));
    }
  }

  private boolean allocate(int images) {
    int[] sizes = {images, this.images.height(), this.images.width(), this.images.channels()};
    boolean fits =
        images == batch
            || (interpreter.ResizeInputTensor(interpreter.inputs().get(0), sizes)
                    == tensorflowlite.kTfLiteOk
                && interpreter.AllocateTensors() == tensorflowlite.kTfLiteOk);
    batch = fits ? images : 0;
    return fits;
  }

  private int imageBytes() {
    return images.channels() * images.height() * images.width();
  }

  @Override
  public String runtime() {
    return "TensorFlow Lite";
  }

  @Override
  public float[] probabilities(byte[] pixels) {
    if (pixels.length == 0 || pixels.length % imageBytes() != 0) {
      throw new IllegalArgumentException(
          "need images of %d × %d × %d bytes, found %,d bytes"
              .formatted(images.channels(), images.height(), images.width(), pixels.length));
    }
    if (!allocate(pixels.length / imageBytes())) {
      throw new IllegalStateException("TensorFlow Lite has no room for the images");
    }
    TfLiteTensor input = interpreter.input_tensor(0);
    byte[] given = channelsLast(pixels);
    if (input.type() == tensorflowlite.kTfLiteInt8) {
      for (int i = 0; i < given.length; i++) {
        given[i] ^= MIDDLE;
      }
    }
    input.data().raw().put(given, 0, given.length);
    if (interpreter.Invoke() != tensorflowlite.kTfLiteOk) {
      throw new IllegalStateException("TensorFlow Lite did not run the model");
    }
    return floats(interpreter.output_tensor(0));
  }

  private byte[] channelsLast(byte[] pixels) {
    byte[] moved = new byte[pixels.length];
    int channels = images.channels();
    int size = images.height() * images.width();
    for (int i = 0; i < pixels.length; i++) {
      int image = i / (channels * size);
      int channel = i / size % channels;
      moved[image * channels * size + i % size * channels + channel] = pixels[i];
    }
    return moved;
  }

  private static float[] floats(TfLiteTensor output) {
    if (output.type() != tensorflowlite.kTfLiteInt8) {
      float[] values = new float[(int) (output.bytes() / Float.BYTES)];
      output.data().f().get(values);
      return values;
    }
    byte[] steps = new byte[(int) output.bytes()];
    output.data().raw().get(steps);
    float[] values = new float[steps.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (steps[i] - output.params().zero_point()) * output.params().scale();
    }
    return values;
  }

  @Override
  public void close() {
    interpreter.close();
    resolver.close();
    model.close();
    bytes.close();
  }
}
