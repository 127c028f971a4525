package dev.trawl.export.onnx;

import dev.trawl.export.ModelFormat;
import dev.trawl.export.ModelInfo;
import dev.trawl.export.TrainedModel;
import dev.trawl.export.graph.GraphReader;
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.predict.FormatRecord.Tensor;
import dev.trawl.export.predict.OnnxPredictor;
import dev.trawl.export.predict.Predictor;
import dev.trawl.model.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** ONNX in 32-bit floats, from raw pixels to probabilities. */
public final class OnnxFormat implements ModelFormat {
  private static final String FILE = "model.onnx";

  @Override
  public String key() {
    return "onnx";
  }

  @Override
  public String name() {
    return "onnx";
  }

  @Override
  public List<String> files() {
    return List.of(FILE);
  }

  @Override
  public String usage() {
    return usage(FILE);
  }

  /** ONNX Runtime in Java; the setting keeps 8-bit sums from overflowing on older processors. */
  static String usage(String file) {
    return """
    // com.microsoft.onnxruntime:onnxruntime; pixels: [images, channels, height, width], 0 to 255
    float[][] predict(java.nio.ByteBuffer pixels, long[] shape) throws OrtException {
      OrtEnvironment environment = OrtEnvironment.getEnvironment();
      try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
        options.addConfigEntry("session.x64quantprecision", "1");
        try (OrtSession session = environment.createSession("%s", options);
            OnnxTensor images =
                OnnxTensor.createTensor(environment, pixels, shape, OnnxJavaType.UINT8);
            OrtSession.Result result = session.run(java.util.Map.of("image", images))) {
          return (float[][]) result.get(0).getValue();
        }
      }
    }
    """
        .formatted(file);
  }

  @Override
  public Tensor input(ModelInfo info) {
    return image(info.images());
  }

  static Tensor image(ImageShape images) {
    return new Tensor(
        OnnxWriter.IMAGE,
        "uint8",
        List.of(-1, images.channels(), images.height(), images.width()),
        "NCHW",
        "raw pixels, 0 to 255");
  }

  @Override
  public void write(TrainedModel model, Path folder) throws IOException, UnsupportedLayerException {
    Files.write(
        folder.resolve(FILE),
        OnnxWriter.floats(
            GraphReader.read(model.network(), model.info().images()), model.info().asMetadata()));
  }

  @Override
  public Predictor open(Path folder) throws IOException {
    return open(folder, FILE);
  }

  static Predictor open(Path folder, String file) throws IOException {
    ModelInfo info = ModelInfo.read(folder);
    OnnxPredictor predictor = OnnxPredictor.of(Files.readAllBytes(folder.resolve(file)), 1);
    ImageShape images = info.images();
    try {
      predictor.need(images.channels(), images.height(), images.width(), info.labels().size());
      return predictor;
    } catch (IOException e) {
      predictor.close();
      throw e;
    }
  }
}
