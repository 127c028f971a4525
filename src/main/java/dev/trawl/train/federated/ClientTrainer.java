package dev.trawl.train.federated;

import dev.trawl.data.Batch;
import dev.trawl.data.Batches;
import dev.trawl.data.ImageSet;
import dev.trawl.model.Network;
import dev.trawl.sweep.Seeds;
import dev.trawl.track.Evaluation;
import dev.trawl.train.Evaluator;
import dev.trawl.train.federated.ClientAnswer.Failed;
import dev.trawl.train.federated.ClientAnswer.Trained;
import dev.trawl.train.onednn.NetworkTrainer;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Trains one client after another, by a network that is compiled once and given new weights each
 * time; the optimiser begins anew with each client and round. For one thread, which closes it.
 */
final class ClientTrainer implements AutoCloseable {
  private static final int STREAM = 5;
  private static final int FEW = 64;

  private final LocalTraining settings;
  private final Network network;
  private final NetworkTrainer trainer;

  private ClientTrainer(LocalTraining settings, Network network, NetworkTrainer trainer) {
    this.settings = settings;
    this.network = network;
    this.trainer = trainer;
  }

  /** A new one, which has compiled what it runs: its first round takes no longer than others. */
  static ClientTrainer compiled(LocalTraining settings) {
    Network network = settings.network().get();
    try {
      return compiled(settings, network);
    } catch (RuntimeException | Error e) {
      network.close();
      throw e;
    }
  }

  private static ClientTrainer compiled(LocalTraining settings, Network network) {
    NetworkTrainer trainer = settings.trainer().apply(network);
    try {
      ClientTrainer made = new ClientTrainer(settings, network, trainer);
      made.compile();
      return made;
    } catch (RuntimeException | Error e) {
      trainer.close();
      throw e;
    }
  }

  private void compile() {
    ImageSet images = settings.shares().get(0);
    Batch first = batches(images).get(0);
    trainer.fit(first.features(), first.labels());
    measure(images.subset(IntStream.range(0, Math.min(images.size(), FEW)).toArray()));
  }

  /** Hears from a client's training, and can stop it; may be asked by many threads. */
  interface Pulse {
    void trained(int images);

    boolean stopped();
  }

  /** The client's round; empty where it was stopped. */
  Optional<ClientAnswer> train(RoundOrder order, int client, Pulse pulse) {
    try {
      return trained(order, client, pulse);
    } catch (RuntimeException e) {
      return Optional.of(new Failed(client, "failed: " + e.getMessage()));
    }
  }

  private Optional<ClientAnswer> trained(RoundOrder order, int client, Pulse pulse) {
    ImageSet images = settings.shares().get(client);
    Misconduct misconduct = settings.bad().get(client);
    if (misconduct == Misconduct.FAILING) {
      misconduct.spoil(order.weights(), order.weights()); // Without training in vain.
    }
    Batches batches = batches(images);
    trainer.begin(order.weights(), settings.spec().proximalMu());
    Evaluation before = measure(images);
    trainer.setLearningRate(order.learningRate());
    for (int epoch = 1; epoch <= settings.spec().localEpochs(); epoch++) {
      if (!trainEpoch(
          batches, Seeds.mix(order.seed(), STREAM, order.round(), client, epoch), pulse)) {
        return Optional.empty();
      }
    }
    float[] weights = trainer.weights();
    if (misconduct != null) {
      misconduct.spoil(order.weights(), weights);
    }
    return Optional.of(
        new Trained(
            client,
            images.size(),
            weights,
            before.loss(),
            before.accuracy(),
            images.size() * settings.spec().localEpochs()));
  }

  private Batches batches(ImageSet images) {
    LocalTraining.Steps steps = settings.steps();
    return new Batches(images, steps.batchSize(), steps.augmentation(), steps.smoothing());
  }

  private Evaluation measure(ImageSet images) {
    return new Evaluator(images, images.classes()).evaluate(trainer.inference());
  }

  /** False where it was stopped. */
  private boolean trainEpoch(Batches batches, long seed, Pulse pulse) {
    batches.shuffle(seed);
    trainer.seed(seed);
    for (int i = 0; i < batches.count(); i++) {
      if (pulse.stopped()) {
        return false;
      }
      Batch batch = batches.get(i);
      trainer.fit(batch.features(), batch.labels());
      pulse.trained(batch.classes().length);
    }
    return true;
  }

  @Override
  public void close() {
    trainer.close();
    network.close();
    Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
  }
}
