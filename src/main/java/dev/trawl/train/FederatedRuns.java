package dev.trawl.train;

import dev.trawl.data.Dataset;
import dev.trawl.data.ImageSet;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.Network;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.model.TrainingParameters;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.FederatedSpec;
import dev.trawl.sweep.Federation;
import dev.trawl.sweep.RunKeys;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.track.ByteText;
import dev.trawl.train.federated.ClientAccuracies;
import dev.trawl.train.federated.Clients;
import dev.trawl.train.federated.FederatedRounds;
import dev.trawl.train.federated.FederatedServer;
import dev.trawl.train.federated.LocalClients;
import dev.trawl.train.federated.LocalTraining;
import dev.trawl.train.federated.RoundRecord;
import dev.trawl.train.onednn.Precision;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The federated runs of a sweep: what they need, and what they are made of. Immutable. */
record FederatedRuns(RunNetworks networks) {

  /** Of Java's heap, what a round's updates may take. */
  private static final double HEAP_SHARE = 0.5;

  /**
   * Why such a run can't be trained; empty where it can, or isn't federated.
   *
   * @param parameters the run's
   */
  Optional<String> refusal(Map<String, Object> parameters, NetworkConfiguration network) {
    TrainingSpec training = networks.spec().forRun(parameters).training();
    Selection settings = training.federated();
    return settings == null
        ? Optional.empty()
        : new Federation()
            .objection(settings)
            .map(needed -> "training.federated: need " + needed)
            .or(
                () ->
                    FederatedRounds.refusal(
                        training.federation().orElseThrow(), networks.images().count()))
            .or(() -> statisticsRefusal(training.federation().orElseThrow(), network))
            .or(() -> heapRefusal(training.federation().orElseThrow(), network));
  }

  private static Optional<String> statisticsRefusal(
      FederatedSpec spec, NetworkConfiguration network) {
    return !spec.localStatistics() || network.hasBatchNorm()
        ? Optional.empty()
        : Optional.of(
            "training.federated: need a network with batch norm for statistics: local, found one"
                + " without");
  }

  /**
   * The same for each way in which what is limited is combined in the sweep, with the networks that
   * need least and most memory. None for a sweep that isn't federated.
   */
  List<Optional<String>> refusals() {
    SweepSpec spec = networks.spec();
    if (spec.training().federated() == null) {
      return List.of();
    }
    List<Map<String, Object>> points = extremes();
    for (String key : Federation.LIMITED) {
      String name = RunKeys.training(Federation.NAME + "." + key);
      Distribution searched = spec.search().parameters().get(name);
      if (searched != null) {
        points = points.stream().flatMap(point -> with(point, name, searched.samples())).toList();
      }
    }
    return points.stream().map(point -> refusal(point, networks.configuration(point))).toList();
  }

  private List<Map<String, Object>> extremes() {
    RunMemory memory = RunMemory.onThisMachine(networks);
    SpaceMemory space = new SpaceMemory(memory, networks.architectures(), networks.spec());
    List<Map<String, Object>> found =
        Stream.of(space.smallest(), space.largest()).flatMap(Optional::stream).distinct().toList();
    return found.isEmpty() ? List.of(Map.of()) : found;
  }

  private static Stream<Map<String, Object>> with(
      Map<String, Object> point, String name, List<Object> values) {
    return values.stream()
        .map(
            value -> {
              Map<String, Object> longer = new HashMap<>(point);
              longer.put(name, value);
              return longer;
            });
  }

  private Optional<String> heapRefusal(FederatedSpec spec, NetworkConfiguration network) {
    if (networks.part() == Part.CLIENTS) {
      return Optional.empty(); // The updates come together elsewhere.
    }
    long needed = (spec.participants() + 2L) * Float.BYTES * network.parameters();
    int workers = networks.load().workers();
    long most = (long) (HEAP_SHARE * Runtime.getRuntime().maxMemory() / workers);
    return needed <= most
        ? Optional.empty()
        : Optional.of(
            "need at most %s of Java's heap for the updates of a round, found %s for %d clients with %d runs at once"
                .formatted(ByteText.of(most), ByteText.of(needed), spec.participants(), workers));
  }

  /**
   * A run's clients on threads of this JVM; the caller closes them.
   *
   * @param parameters the run's
   * @throws IllegalArgumentException when there is no such network, the run isn't federated, or the
   *     images can't be divided so
   */
  Clients clients(Dataset dataset, Map<String, Object> parameters, int threads) {
    TrainingSpec training = networks.spec().forRun(parameters).training();
    FederatedSpec spec =
        training
            .federation()
            .orElseThrow(() -> new IllegalArgumentException("need a federated run, found another"));
    Hyperparameters values = networks.values(parameters);
    Precision precision = Trainer.precision(values, networks.configuration(parameters));
    long seed = networks.spec().seed();
    return new LocalClients(
        new LocalTraining(
            spec,
            FederatedRounds.shares(spec, dataset.train(), seed),
            FederatedRounds.bad(spec, seed),
            new LocalTraining.Steps(
                values.integer(TrainingParameters.BATCH_SIZE),
                training.augmentation(),
                values.real(TrainingParameters.LABEL_SMOOTHING)),
            () -> networks.network(parameters, 0),
            network -> networks.trainer(network, precision, values)),
        threads);
  }

  /**
   * A run's rounds; the caller closes them.
   *
   * @param made makes the clients, which are closed with the rounds
   * @param from null for its beginning
   * @throws TrainingException when it can't go on from there
   * @throws IllegalArgumentException when the images can't be divided so
   */
  ClientRounds rounds(
      Dataset dataset,
      RunTraining.Settings settings,
      RunTraining.Trained trained,
      Supplier<Clients> made,
      @Nullable Resumption from,
      Stopwatch stopwatch) {
    FederatedSpec spec = settings.spec().training().federation().orElseThrow();
    long seed = networks.spec().seed();
    List<ImageSet> shares = FederatedRounds.shares(spec, dataset.train(), seed);
    BitSet statistics = trained.trainer().statistics();
    int weights = Math.toIntExact(trained.network().weights());
    FederatedServer server =
        from == null
            ? FederatedServer.begin(spec, weights, statistics)
            : FederatedServer.resume(spec, weights, statistics, remembered(from));
    List<RoundRecord> before =
        from == null ? List.of() : TrainingState.fromJson(from.last().state()).rounds();
    ClientAccuracies accuracies = ClientAccuracies.of(shares);
    Clients clients = made.get(); // Last, since they have to be closed.
    FederatedRounds rounds = new FederatedRounds(spec, server, clients, shares, settings.seed());
    return new ClientRounds(
        dataset,
        settings,
        trained,
        new ClientRounds.Federated(rounds, clients, accuracies),
        before,
        stopwatch);
  }

  private static float[] remembered(Resumption from) {
    try {
      return Network.remembered(from.last().model()).orElse(new float[0]);
    } catch (IOException e) {
      throw new TrainingException(String.valueOf(e.getMessage()), e);
    }
  }
}
