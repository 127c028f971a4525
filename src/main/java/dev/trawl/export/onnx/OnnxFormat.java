package dev.trawl.export.onnx;

import dev.trawl.export.ModelFormat;
import dev.trawl.export.ModelInfo;
import dev.trawl.export.TrainedModel;
import dev.trawl.export.graph.GraphReader;
import dev.trawl.export.graph.ModelGraph;
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.predict.FormatRecord.Tensor;
import dev.trawl.export.predict.OnnxPredictor;
import dev.trawl.export.predict.Predictor;
import dev.trawl.export.quantise.Calibration;
import dev.trawl.export.quantise.TensorRange;
import dev.trawl.model.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * ONNX, from raw pixels to probabilities.
 *
 * @param file that holds the model
 * @param isQuantised whether numbers are rounded to 8 bits
 */
public record OnnxFormat(String key, String file, boolean isQuantised) implements ModelFormat {

  /** In 32-bit floats. */
  public static OnnxFormat floats() {
    return new OnnxFormat("onnx", "model.onnx", false);
  }

  /** In 8 bits, a quarter of the size. */
  public static OnnxFormat eightBits() {
    return new OnnxFormat("onnx-int8", "model-int8.onnx", true);
  }

  @Override
  public List<String> files() {
    return List.of(file);
  }

  /** ONNX Runtime in Java; the setting keeps 8-bit sums from overflowing on older processors. */
  @Override
  public String usage() {
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
    ImageShape images = info.images();
    return new Tensor(
        OnnxWriter.IMAGE,
        "uint8",
        List.of(-1, images.channels(), images.height(), images.width()),
        "NCHW",
        "raw pixels, 0 to 255");
  }

  @Override
  public void write(TrainedModel model, Path folder) throws IOException, UnsupportedLayerException {
    ModelGraph graph = GraphReader.read(model.network(), model.info().images());
    SortedMap<String, String> metadata = model.info().asMetadata();
    Files.write(
        folder.resolve(file),
        isQuantised
            ? OnnxWriter.eightBits(graph, ranges(graph, model.sample()), metadata)
            : OnnxWriter.floats(graph, metadata));
  }

  /**
   * What each of a graph's tensors lies between, found by running it as ONNX in floats.
   *
   * @param sample images, one after the other
   */
  public static Map<String, TensorRange> ranges(ModelGraph graph, byte[] sample)
      throws IOException, UnsupportedLayerException {
    return Calibration.ranges(OnnxWriter.tensors(graph), sample, graph.images().count());
  }

  @Override
  public Predictor open(Path folder) throws IOException {
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
