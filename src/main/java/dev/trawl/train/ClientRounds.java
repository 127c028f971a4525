package dev.trawl.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.data.Batches;
import dev.trawl.data.Dataset;
import dev.trawl.sweep.FederatedSpec;
import dev.trawl.track.Artifact;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Metric;
import dev.trawl.track.Phase;
import dev.trawl.track.Verdict;
import dev.trawl.train.federated.ClientAccuracies;
import dev.trawl.train.federated.Clients;
import dev.trawl.train.federated.FederatedRounds;
import dev.trawl.train.federated.RoundRecord;
import dev.trawl.train.federated.RoundResult;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.update.Schedule;
import dev.trawl.train.update.WeightAverage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a network for a round of clients: the network is the server's. The schedule and the moving
 * average of the weights go by rounds.
 */
final class ClientRounds implements EpochTraining {
  /** Enough for what the running statistics were before to be forgotten. */
  private static final int MOST_BATCHES = 100;

  private static final Logger LOG = LoggerFactory.getLogger(ClientRounds.class);
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final Dataset dataset;
  private final FederatedSpec spec;
  private final RunTraining.Trained trained;
  private final Federated federated;
  private final Schedule schedule;
  private final Stopwatch stopwatch;
  private final List<RoundRecord> rounds;
  private @Nullable RoundResult last;
  private double learningRate = Double.NaN;

  /**
   * What the rounds are made of.
   *
   * @param clients closed with the rounds
   * @param accuracies by the labels of each client
   */
  record Federated(FederatedRounds rounds, Clients clients, ClientAccuracies accuracies) {}

  /**
   * @param before rounds that were trained already: at least those that share their file with the
   *     next
   */
  ClientRounds(
      Dataset dataset,
      RunTraining.Settings settings,
      RunTraining.Trained trained,
      Federated federated,
      List<RoundRecord> before,
      Stopwatch stopwatch) {
    this.dataset = dataset;
    this.spec = settings.spec().training().federation().orElseThrow();
    this.trained = trained;
    this.federated = federated;
    this.schedule = Schedule.of(settings.values(), settings.spec().training().epochs());
    this.rounds = new ArrayList<>(before);
    this.stopwatch = stopwatch;
  }

  /** A file of the run. */
  record RoundRecords(List<RoundRecord> rounds) {}

  @Override
  public Map<String, String> environment() {
    return federated.clients().environment();
  }

  @Override
  public void began(TrainingObserver observer) {
    observer.wrote(Artifact.FEDERATED_CLIENTS, json(federated.accuracies()));
  }

  @Override
  public Optional<Verdict.Stop> train(int epoch, double highest, TrainingObserver observer) {
    learningRate = highest * schedule.factor(epoch - 1L);
    NetworkTrainer server = trained.trainer();
    stopwatch.start();
    Watched watch = new Watched(observer, epoch);
    RoundResult result = round(epoch, server.weights(), watch).orElse(null);
    if (result == null) {
      return watch.stop;
    }
    stopwatch.lap(Phase.CLIENTS);
    last = result;
    String file = Artifact.federatedRounds(epoch);
    rounds.removeIf(before -> !Artifact.federatedRounds(before.round()).equals(file));
    rounds.add(result.record());
    report(result.record());
    server.begin(result.weights(), 0);
    if (spec.localStatistics()) {
      measureStatistics(server);
    }
    WeightAverage average = trained.average();
    if (average != null) {
      average.add(epoch - 1L);
    }
    stopwatch.lap(Phase.UPDATE);
    observer.wrote(file, json(new RoundRecords(rounds)));
    return Optional.empty();
  }

  private Optional<RoundResult> round(int round, float[] weights, Watched watch) {
    try {
      Optional<RoundResult> result = federated.rounds().round(round, weights, learningRate, watch);
      result.filter(RoundResult::isSilent).ifPresent(ClientRounds::refuse);
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TrainingException("interrupted while clients trained", e);
    }
  }

  private static void refuse(RoundResult silent) {
    RoundRecord.Finding first = silent.record().rejected().get(0);
    throw new TrainingException(
        "need an update of one client in round %d, found none: client %d %s"
            .formatted(silent.record().round(), first.client(), first.reason()),
        null);
  }

  private static void report(RoundRecord round) {
    if (!round.rejected().isEmpty()) {
      LOG.warn("round={} rejected: {}", round.round(), named(round.rejected()));
    }
    if (!round.outvoted().isEmpty()) {
      LOG.warn("round={} outvoted: {}", round.round(), named(round.outvoted()));
    }
  }

  private static String named(List<RoundRecord.Finding> findings) {
    return findings.stream()
        .map(each -> "client %d (%s)".formatted(each.client(), each.reason()))
        .collect(Collectors.joining(", "));
  }

  /**
   * Sets the statistics that no client sends: by steps of size 0 on the validation images, whose
   * labels count for nothing then (Li and others, "Revisiting batch normalization for practical
   * domain adaptation", 2017).
   */
  private void measureStatistics(NetworkTrainer server) {
    Batches batches = new Batches(dataset.validation(), Evaluator.BATCH_SIZE);
    server.setLearningRate(0);
    for (int i = 0; i < Math.min(batches.count(), MOST_BATCHES); i++) {
      server.fit(batches.get(i).features(), batches.get(i).labels());
    }
    server.begin(server.weights(), 0);
  }

  @Override
  public Scores scores() {
    RoundResult round = lastRound();
    return new Scores(round.loss(), round.accuracy(), round.images(), learningRate);
  }

  private RoundResult lastRound() {
    if (last == null) {
      throw new IllegalStateException("need a trained round, found none");
    }
    return last;
  }

  @Override
  public Map<String, Double> metrics(Evaluation validation) {
    RoundResult round = lastRound();
    Map<String, Double> metrics = new LinkedHashMap<>(federated.accuracies().metrics(validation));
    metrics.put(Metric.CLIENTS_ASKED, (double) round.record().clients().size());
    metrics.put("clients_rejected", (double) round.record().rejected().size());
    metrics.put("clients_outvoted", (double) round.record().outvoted().size());
    metrics.put("bytes_down", (double) round.bytesDown());
    metrics.put("bytes_up", (double) round.bytesUp());
    return metrics;
  }

  @Override
  public float[] remembered() {
    return federated.rounds().remembered();
  }

  @Override
  public List<RoundRecord> rounds() {
    return List.copyOf(rounds);
  }

  @Override
  public void close() {
    federated.clients().close();
  }

  private static byte[] json(Object value) {
    try {
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Tells the run's observer, and asks it. */
  private final class Watched implements Clients.Watch {
    private final TrainingObserver observer;
    private final int epoch;
    private final int total;
    private Optional<Verdict.Stop> stop = Optional.empty();

    Watched(TrainingObserver observer, int epoch) {
      this.observer = observer;
      this.epoch = epoch;
      this.total = federated.rounds().images(epoch);
    }

    @Override
    public void progressed(int images) {
      observer.progressed(epoch, images, total);
    }

    @Override
    public boolean stops() {
      if (stop.isEmpty()) {
        stop = observer.stop();
      }
      return stop.isPresent();
    }
  }
}
