package dev.trawl.export.onnx;

import dev.trawl.export.ModelFormat;
import dev.trawl.export.ModelInfo;
import dev.trawl.export.TrainedModel;
import dev.trawl.export.graph.GraphReader;
import dev.trawl.export.graph.ModelGraph;
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.predict.FormatRecord.Tensor;
import dev.trawl.export.predict.Predictor;
import dev.trawl.export.quantise.Calibration;
import dev.trawl.export.quantise.TensorRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** ONNX in 8 bits, a quarter of the size, from raw pixels to probabilities. */
public final class OnnxEightBitFormat implements ModelFormat {
  private static final String FILE = "model-int8.onnx";

  @Override
  public String key() {
    return "onnx-int8";
  }

  @Override
  public String name() {
    return "onnx-int8";
  }

  @Override
  public List<String> files() {
    return List.of(FILE);
  }

  @Override
  public String usage() {
    return OnnxFormat.usage(FILE);
  }

  @Override
  public Tensor input(ModelInfo info) {
    return OnnxFormat.image(info.images());
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
        folder.resolve(FILE), OnnxWriter.eightBits(graph, ranges, model.info().asMetadata()));
  }

  @Override
  public Predictor open(Path folder) throws IOException {
    return OnnxFormat.open(folder, FILE);
  }
}
