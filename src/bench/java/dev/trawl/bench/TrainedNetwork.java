package dev.trawl.bench;

import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.Precision;
import dev.trawl.train.update.UpdateSettings;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network in training with Adam; each step takes the next batch. For one thread at a time. */
final class TrainedNetwork implements AutoCloseable {
  private static final ImageShape IMAGE = new ImageShape(1, 28, 28);
  private static final int CLASSES = 10;

  /** What names mean that are no architecture's: one, and hyperparameters other than its own. */
  private static final Map<String, Model> MODELS =
      Map.of(
          "resnet-8", new Model("resnet", Map.of()),
          "resnet-20", new Model("resnet", Map.of("blocks", 3L)),
          "se_resnet-8", new Model("se_resnet", Map.of()));

  private final BenchmarkImages images;
  private final Network network;
  private final NetworkTrainer trainer;
  private int steps;

  private record Model(String architecture, Map<String, Object> values) {}

  /**
   * @throws IllegalArgumentException when there is no such network, or not in this precision
   */
  TrainedNetwork(String name, Precision precision, BenchmarkImages images) {
    this.images = images;
    Model model = MODELS.getOrDefault(name, new Model(name, Map.of()));
    network = new Architectures().network(model.architecture(), model.values(), IMAGE, CLASSES, 1);
    trainer = NetworkTrainer.of(network, IMAGE, precision, UpdateSettings.STOCK);
    trainer.setLearningRate(1e-3);
  }

  Speed train() {
    return Speed.of(this::step, BenchmarkImages.BATCH);
  }

  Speed evaluate() {
    List<INDArray> batches = images.evaluation();
    return Speed.of(
        () -> trainer.inference().probabilities(batches.get(steps++ % batches.size())),
        BenchmarkImages.EVALUATION_BATCH);
  }

  /** After some steps. */
  StepPieces pieces() {
    return StepPieces.of(trainer::listen, this::step);
  }

  private void step() {
    int batch = steps++ % images.training().size();
    trainer.fit(images.training().get(batch), images.labels().get(batch));
  }

  @Override
  public void close() {
    trainer.close();
    network.close();
  }
}
