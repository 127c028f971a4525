package dev.trawl.export.tflite;

import dev.trawl.export.ModelFormat;
import dev.trawl.export.ModelInfo;
import dev.trawl.export.TrainedModel;
import dev.trawl.export.graph.GraphReader;
import dev.trawl.export.graph.UnsupportedLayerException;
import dev.trawl.export.predict.FormatRecord.Tensor;
import dev.trawl.export.predict.Predictor;
import dev.trawl.model.ImageShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** TensorFlow Lite in 32-bit floats, from raw pixels, channels last, to probabilities. */
public final class TfliteFormat implements ModelFormat {
  private static final String FILE = "model.tflite";

  @Override
  public String key() {
    return "tflite";
  }

  @Override
  public String name() {
    return "tflite";
  }

  @Override
  public List<String> files() {
    return List.of(FILE);
  }

  @Override
  public Tensor input(ModelInfo info) {
    return image(info.images(), "uint8", "raw pixels, 0 to 255");
  }

  static Tensor image(ImageShape images, String type, String scale) {
    List<Integer> shape = List.of(-1, images.height(), images.width(), images.channels());
    return new Tensor("image", type, shape, "NHWC", scale);
  }

  @Override
  public void write(TrainedModel model, Path folder) throws IOException, UnsupportedLayerException {
    Files.write(
        folder.resolve(FILE),
        TfliteWriter.floats(
            GraphReader.read(model.network(), model.info().images()), model.info().asMetadata()));
  }

  @Override
  public Predictor open(Path folder) throws IOException {
    return open(folder, FILE);
  }

  static Predictor open(Path folder, String file) throws IOException {
    ModelInfo info = ModelInfo.read(folder);
    byte[] model = Files.readAllBytes(folder.resolve(file));
    return TflitePredictor.of(model, info.images(), info.labels().size());
  }
}
