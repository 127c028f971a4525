package dev.trawl.export;

import dev.trawl.export.predict.Predictor;
import dev.trawl.model.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Deeplearning4j's own model file, without the updater's state. */
final class Deeplearning4jFormat implements ModelFormat {
  private static final String FILE = "model.zip";

  @Override
  public String key() {
    return "dl4j";
  }

  @Override
  public String name() {
    return "deeplearning4j";
  }

  @Override
  public List<String> files() {
    return List.of(FILE);
  }

  @Override
  public String usage() {
    return """
    ComputationGraph network = ModelSerializer.restoreComputationGraph(new File("%s"), false);
    INDArray probabilities = network.outputSingle(images);
    """
        .formatted(FILE);
  }

  @Override
  public void write(TrainedModel model, Path folder) throws IOException {
    Files.write(folder.resolve(FILE), model.network().writeForInference());
  }

  @Override
  public Predictor open(Path folder) throws IOException {
    return NetworkPredictor.compiled(read(folder), ModelInfo.read(folder).images());
  }

  /** As Trawl runs it, and as anybody gets it who loads it with Deeplearning4j alone. */
  @Override
  public List<Opening> openings() {
    return List.of(
        this::open,
        folder -> NetworkPredictor.stock(read(folder), ModelInfo.read(folder).images()));
  }

  private static Network read(Path folder) throws IOException {
    return Network.read(Files.readAllBytes(folder.resolve(FILE)));
  }
}
