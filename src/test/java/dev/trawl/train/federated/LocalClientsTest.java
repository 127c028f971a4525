package dev.trawl.train.federated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.data.Batches;
import dev.trawl.data.ImageSet;
import dev.trawl.model.Architectures;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.sweep.FederatedSpec;
import dev.trawl.sweep.FederatedSpec.BadClients;
import dev.trawl.sweep.FederatedSpec.Division;
import dev.trawl.sweep.FederatedSpec.Partition;
import dev.trawl.sweep.FederatedSpec.Screening;
import dev.trawl.sweep.FederatedSpec.Server;
import dev.trawl.sweep.FederatedSpec.Strategy;
import dev.trawl.sweep.Seeds;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.federated.ClientAnswer.Trained;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.Precision;
import dev.trawl.train.update.UpdateSettings;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalClientsTest {
  private static final ImageShape SHAPE = new ImageShape(1, 12, 12);
  private static final Map<String, Object> VALUES =
      Map.of("filters", List.of(3L), "dense_units", 8L, "learning_rate", 0.01);
  private static final Clients.Watch UNWATCHED =
      new Clients.Watch() {
        @Override
        public void progressed(int images) {}

        @Override
        public boolean stops() {
          return false;
        }
      };

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  /** Adam remembers much: nothing of it may come from the client before, or the round before. */
  @Test
  void train_clientsOneAfterAnother_isAsIfEachHadANewNetwork() throws InterruptedException {
    List<ImageSet> shares = shares();
    float[] weights = initial();
    List<Trained> answers;
    try (LocalClients clients = new LocalClients(training(shares), 1)) {
      clients.train(new RoundOrder(3, 1, weights, 0.02), List.of(2, 0), UNWATCHED);
      answers = answers(clients, new RoundOrder(3, 2, weights, 0.01));
    }
    for (Trained answer : answers) {
      assertThat(answer.weights()).isEqualTo(alone(shares, weights, answer.client()));
      assertThat(answer.images()).isEqualTo(shares.get(answer.client()).size());
      assertThat(answer.trained()).isEqualTo(2 * answer.images());
      assertThat(answer.loss()).isBetween(1.0, 3.0);
    }
  }

  @Test
  void round_fedAvg_isTheMeanOfTheClientsByTheirImages() throws InterruptedException {
    List<ImageSet> shares = shares();
    float[] weights = initial();
    try (LocalClients clients = new LocalClients(training(shares), 2)) {
      FederatedServer server =
          FederatedServer.begin(spec(), weights.length, new java.util.BitSet());
      FederatedRounds rounds = new FederatedRounds(spec(), server, clients, shares, 3);
      RoundResult result = rounds.round(2, weights, 0.01, UNWATCHED).orElseThrow();
      double all = shares.stream().mapToInt(ImageSet::size).sum();
      for (int i = 0; i < weights.length; i += 97) {
        double mean = 0;
        for (int client = 0; client < 3; client++) {
          mean += shares.get(client).size() / all * alone(shares, weights, client)[i];
        }
        assertThat(result.weights()[i]).isEqualTo((float) mean);
      }
      assertThat(result.images()).isEqualTo(rounds.images(2)).isEqualTo((int) (2 * all));
    }
  }

  /** Nobody else has them to close. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clients_thatCannotBeMade_leaveNoNetworkOpen(boolean hasTrainer) {
    LocalTraining whole = training(List.of(ImageSet.random(9, 1, 5, 5, 4)));
    List<Network> made = new CopyOnWriteArrayList<>();
    LocalTraining failing =
        new LocalTraining(
            whole.spec(),
            whole.shares(),
            whole.bad(),
            whole.steps(),
            () -> {
              made.add(whole.network().get());
              return made.get(made.size() - 1);
            },
            network -> {
              if (hasTrainer) {
                return whole.trainer().apply(network);
              }
              throw new IllegalArgumentException("none for this network");
            });

    try (LocalClients clients = new LocalClients(failing, 1)) {
      assertThatThrownBy(() -> answers(clients, new RoundOrder(3, 1, new float[0], 0.01)))
          .isInstanceOf(IllegalStateException.class);
    }

    assertThat(made)
        .as("tried when they were made, and in the round")
        .hasSize(2)
        .allMatch(network -> network.flatWeights().wasClosed());
  }

  private static List<Trained> answers(LocalClients clients, RoundOrder order)
      throws InterruptedException {
    return clients.train(order, List.of(0, 1, 2), UNWATCHED).orElseThrow().stream()
        .map(
            answer ->
                answer.<Trained>fold(
                    trained -> trained,
                    failed -> {
                      throw new AssertionError(failed.reason());
                    }))
        .sorted(Comparator.comparingInt(Trained::client))
        .toList();
  }

  /** Round 2 of a client, by hand. */
  private static float[] alone(List<ImageSet> shares, float[] weights, int client) {
    LocalTraining settings = training(shares);
    Batches batches = new Batches(shares.get(client), 8);
    try (Network network = settings.network().get();
        NetworkTrainer trainer = settings.trainer().apply(network)) {
      trainer.begin(weights, 0);
      trainer.setLearningRate(0.01);
      for (int epoch = 1; epoch <= 2; epoch++) {
        batches.shuffle(Seeds.mix(3, 5, 2, client, epoch));
        for (int i = 0; i < batches.count(); i++) {
          trainer.fit(batches.get(i).features(), batches.get(i).labels());
        }
      }
      return trainer.weights();
    }
  }

  private static float[] initial() {
    LocalTraining settings = training(shares());
    try (Network network = settings.network().get();
        NetworkTrainer trainer = settings.trainer().apply(network)) {
      return trainer.weights();
    }
  }

  /** Of 60 random images. */
  private static List<ImageSet> shares() {
    ImageSet all = ImageSet.random(60, 1, 12, 12, 4);
    return List.of(
        all.subset(IntStream.range(0, 9).toArray()),
        all.subset(IntStream.range(9, 30).toArray()),
        all.subset(IntStream.range(30, 60).toArray()));
  }

  private static LocalTraining training(List<ImageSet> shares) {
    Architectures architectures = new Architectures();
    Hyperparameters values = new Hyperparameters(architectures.parameters("cnn"), VALUES);
    return new LocalTraining(
        spec(),
        shares,
        Map.of(),
        new LocalTraining.Steps(8, null, 0),
        () -> architectures.network("cnn", VALUES, SHAPE, 4, 1),
        network -> NetworkTrainer.of(network, SHAPE, Precision.FLOAT32, UpdateSettings.of(values)));
  }

  private static FederatedSpec spec() {
    return new FederatedSpec(
        new Division(Partition.IID, 3, 2, 0.5),
        1,
        2,
        0,
        new Server(Strategy.FEDAVG, 1, 0.9, 0.99, 1e-3, 0.1),
        new Screening(0, OptionalDouble.empty()),
        false,
        new BadClients(0, 0, 0));
  }
}
