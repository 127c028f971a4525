package dev.trawl.export.tflite;

import dev.trawl.export.ModelFormat;
import dev.trawl.export.ModelInfo;
import dev.trawl.export.TrainedModel;
import dev.trawl.export.graph.GraphReader;
import dev.trawl.export.graph.ModelGraph;
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.onnx.OnnxWriter;
import dev.trawl.export.predict.FormatRecord.Tensor;
import dev.trawl.export.predict.Predictor;
import dev.trawl.export.quantise.Calibration;
import dev.trawl.export.quantise.TensorRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** TensorFlow Lite in 8 bits throughout, input and output too. */
public final class TfliteEightBitFormat implements ModelFormat {
  private static final String FILE = "model-int8.tflite";

  @Override
  public String key() {
    return "tflite-int8";
  }

  @Override
  public String name() {
    return "tflite-int8";
  }

  @Override
  public List<String> files() {
    return List.of(FILE);
  }

  @Override
  public Tensor input(ModelInfo info) {
    return TfliteFormat.image(info.images(), "int8", "pixel − 128");
  }

  @Override
  public Tensor output(ModelInfo info) {
    List<Integer> shape = List.of(-1, info.labels().size());
    return new Tensor("probabilities", "int8", shape, "NC", "probability · 256 − 128");
  }

  @Override
  public boolean isQuantised() {
    return true;
  }

  @Override
  public void write(TrainedModel model, Path folder) throws IOException, UnsupportedLayerException {
    ModelGraph graph = GraphReader.read(model.network(), model.info().images());
    Map<String, TensorRange> ranges =
        Calibration.ranges(OnnxWriter.tensors(graph), model.sample(), graph.images().count());
    Files.write(
        folder.resolve(FILE), TfliteWriter.eightBits(graph, ranges, model.info().asMetadata()));
  }

  @Override
  public Predictor open(Path folder) throws IOException {
    return TfliteFormat.open(folder, FILE);
  }
}
