package dev.trawl.export.tflite;

import dev.trawl.export.ModelFormat;
import dev.trawl.export.ModelInfo;
import dev.trawl.export.TrainedModel;
import dev.trawl.export.graph.GraphReader;
import dev.trawl.export.graph.ModelGraph;
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.onnx.OnnxFormat;
import dev.trawl.export.predict.FormatRecord.Tensor;
import dev.trawl.export.predict.Predictor;
import dev.trawl.model.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;

/**
 * TensorFlow Lite, from images with their channels last to probabilities.
 *
 * @param file that holds the model
 * @param isQuantised whether numbers are rounded to 8 bits
 */
public record TfliteFormat(String key, String file, boolean isQuantised) implements ModelFormat {

  /** In 32-bit floats, from raw pixels. */
  public static TfliteFormat floats() {
    return new TfliteFormat("tflite", "model.tflite", false);
  }

  /** In 8 bits throughout, input and output too. */
  public static TfliteFormat eightBits() {
    return new TfliteFormat("tflite-int8", "model-int8.tflite", true);
  }

  @Override
  public List<String> files() {
    return List.of(file);
  }

  @Override
  public Tensor input(ModelInfo info) {
    ImageShape images = info.images();
    List<Integer> shape = List.of(-1, images.height(), images.width(), images.channels());
    return isQuantised
        ? new Tensor("image", "int8", shape, "NHWC", "pixel − 128")
        : new Tensor("image", "uint8", shape, "NHWC", "raw pixels, 0 to 255");
  }

  @Override
  public Tensor output(ModelInfo info) {
    List<Integer> shape = List.of(-1, info.labels().size());
    return isQuantised
        ? new Tensor("probabilities", "int8", shape, "NC", "probability · 256 − 128")
        : ModelFormat.super.output(info);
  }

  @Override
  public void write(TrainedModel model, Path folder) throws IOException, UnsupportedLayerException {
    ModelGraph graph = GraphReader.read(model.network(), model.info().images());
    SortedMap<String, String> metadata = model.info().asMetadata();
    Files.write(
        folder.resolve(file),
        isQuantised
            ? TfliteWriter.eightBits(graph, OnnxFormat.ranges(graph, model.sample()), metadata)
            : TfliteWriter.floats(graph, metadata));
  }

  @Override
  public Predictor open(Path folder) throws IOException {
    ModelInfo info = ModelInfo.read(folder);
    byte[] model = Files.readAllBytes(folder.resolve(file));
    return TflitePredictor.of(model, info.images(), info.labels().size());
  }
}
