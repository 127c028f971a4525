package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.model.Network;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.testkit.HeardTraining;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rounds of clients on a part of the real MNIST. */
class FederatedTrainingTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Map<String, Object> STEPS =
      Map.of("learning_rate", 0.1, "optimizer", "sgd", "momentum", 0.0, "batch_size", 16L);
  private static DigitTrainers digits;

  @BeforeAll
  static void load() throws IOException {
    digits = DigitTrainers.of(600, 200);
  }

  @Test
  void train_rounds_learnAndSayWhoTookPart() throws IOException {
    HeardTraining recorder = new HeardTraining();
    RunEnd end =
        trainer(8, Map.of("clients", 6, "fraction", 0.5, "local_epochs", 3))
            .train(run(STEPS), null, recorder);

    assertThat(end.status()).isEqualTo(RunStatus.FINISHED);
    assertThat(Objects.requireNonNull(end.test()).accuracy()).isGreaterThan(0.7);
    Map<String, Double> last = recorder.epochs().get(7).metrics();
    assertThat(last.get("train_loss"))
        .isLessThan(recorder.epochs().get(0).metrics().get("train_loss"));
    assertThat(last.get("client_accuracy_worst"))
        .isLessThanOrEqualTo(last.get("client_accuracy_median"));
    assertThat(last.get("val_accuracy"))
        .isBetween(
            last.get("client_accuracy_worst"),
            last.getOrDefault("client_accuracy_p90", 1.0) + 0.05);
    assertThat(last).containsEntry("clients_asked", 3.0).containsEntry("clients_rejected", 0.0);
    try (Network network = Network.read(recorder.epochs().get(7).checkpoint().model())) {
      assertThat(last.get("bytes_up")).isEqualTo(3 * 4.0 * network.weights());
    }
    JsonNode labels = json(recorder, "federated/clients.json").get("labels");
    assertThat(labels).hasSize(6);
    assertThat(labels.get(0)).hasSize(10);
    JsonNode rounds = rounds(recorder);
    assertThat(rounds).hasSize(8);
    Set<Integer> asked = new HashSet<>();
    rounds.forEach(round -> round.get("clients").forEach(client -> asked.add(client.asInt())));
    assertThat(asked).as("another three each round").hasSize(6);
  }

  @Test
  void train_withAnyNumberOfThreads_isTheSameBitForBit() {
    Map<String, Object> settings =
        Map.of("clients", 5, "partition", "dirichlet", "alpha", 0.3, "proximal_mu", 0.1);
    List<HeardTraining> all = new ArrayList<>();
    for (long threads : new long[] {1, 2, 3}) {
      Map<String, Object> values = new HashMap<>(STEPS);
      values.put("threads", threads);
      values.put("dropout", 0.2);
      HeardTraining recorder = new HeardTraining();
      trainer(2, settings).train(run(values), null, recorder);
      all.add(recorder);
      assertThat(recorder.environment()).containsEntry("threads", Long.toString(threads));
    }
    for (HeardTraining other : all) {
      assertThat(other.metrics()).isEqualTo(all.get(0).metrics());
      assertThat(other.epochs().get(1).checkpoint().model())
          .isEqualTo(all.get(0).epochs().get(1).checkpoint().model());
    }
  }

  /** With a server that remembers, a moving average, and clients to reject. */
  @Test
  void train_resumedAfterEachRound_isTheSameBitForBitWithItsRecord() throws IOException {
    Map<String, Object> settings =
        Map.of(
            "clients", 6,
            "strategy", "fedyogi",
            "fraction", 0.67,
            "nan_clients", 1,
            "failing_clients", 1);
    Map<String, Object> values = new HashMap<>(STEPS);
    values.put("weight_average", 0.5);
    values.put("schedule", "cosine");
    HeardTraining whole = new HeardTraining();
    RunEnd wholeEnd = trainer(3, settings).train(run(values), null, whole);
    assertThat(rounds(whole).findValues("reason")).isNotEmpty();
    for (int round = 1; round < 3; round++) {
      CheckpointData last = whole.epochs().get(round - 1).checkpoint();
      CheckpointData best = whole.bestUpTo(round).checkpoint();
      HeardTraining rest = new HeardTraining();
      RunEnd end = trainer(3, settings).train(run(values), new Resumption(round, last, best), rest);
      assertThat(rest.metrics()).isEqualTo(whole.metrics().subList(round, 3));
      assertThat(rest.epochs().get(2 - round).checkpoint().model())
          .isEqualTo(whole.epochs().get(2).checkpoint().model());
      assertThat(rest.file("federated/rounds.json")).isEqualTo(whole.file("federated/rounds.json"));
      assertThat(end.test()).isEqualTo(wholeEnd.test());
    }
  }

  /** Else both would grow with each round, and be written with each. */
  @Test
  void train_fromRound101On_beginsAnotherFileAndState() throws IOException {
    HeardTraining first = new HeardTraining();
    trainer(1, Map.of("clients", 2)).train(run(STEPS), null, first);
    CheckpointData trained = first.epochs().get(0).checkpoint();
    ObjectNode state = (ObjectNode) JSON.readTree(trained.state());
    state.put("epoch", 99);
    ((ObjectNode) state.at("/rounds/0")).put("round", 99);
    CheckpointData later = new CheckpointData(trained.model(), state.toString());

    HeardTraining rest = new HeardTraining();
    trainer(102, Map.of("clients", 2)).train(run(STEPS), new Resumption(99, later, later), rest);

    assertThat(numbers(json(rest, "federated/rounds.json"))).containsExactly(99, 100);
    assertThat(numbers(json(rest, "federated/rounds-101.json"))).containsExactly(101, 102);
    JsonNode last = JSON.readTree(rest.epochs().get(2).checkpoint().state());
    assertThat(numbers(last)).containsExactly(101, 102);
  }

  private static List<Integer> numbers(JsonNode of) {
    return of.get("rounds").findValues("round").stream().map(JsonNode::asInt).toList();
  }

  @Test
  void train_badClients_areNamedAndTheOthersTrainOn() throws IOException {
    Map<String, Object> bad =
        Map.of("clients", 6, "failing_clients", 1, "nan_clients", 1, "local_epochs", 2);
    HeardTraining recorder = new HeardTraining();
    trainer(3, bad).train(run(STEPS), null, recorder);
    Map<String, Double> last = recorder.epochs().get(2).metrics();
    assertThat(last).containsEntry("clients_rejected", 2.0).containsEntry("clients_asked", 6.0);
    assertThat(last.get("bytes_up")).isLessThan(last.get("bytes_down"));
    List<String> reasons = rounds(recorder).get(2).findValuesAsText("reason");
    assertThat(reasons)
        .containsExactlyInAnyOrder(
            "failed: simulated to fail", "sent numbers that are NaN or infinite");
  }

  @Test
  void train_poisonedClient_ruinsTheMeanButNotTheMedian() throws IOException {
    Map<String, Object> poisoned = Map.of("clients", 6, "poisoned_clients", 1, "local_epochs", 3);
    HeardTraining mean = new HeardTraining();
    RunEnd ruined = trainer(4, poisoned).train(run(STEPS), null, mean);
    Map<String, Object> outvoting = new HashMap<>(poisoned);
    outvoting.put("strategy", "median");
    HeardTraining median = new HeardTraining();
    RunEnd saved = trainer(4, outvoting).train(run(STEPS), null, median);
    Map<String, Object> rejecting = new HashMap<>(poisoned);
    rejecting.put("reject_above", 3.0);
    HeardTraining screened = new HeardTraining();
    trainer(4, rejecting).train(run(STEPS), null, screened);

    assertThat(ruined.test() == null ? 0 : ruined.test().accuracy()).isLessThan(0.5);
    assertThat(Objects.requireNonNull(saved.test()).accuracy()).isGreaterThan(0.6);
    assertThat(median.epochs().get(3).metrics()).containsEntry("clients_outvoted", 1.0);
    assertThat(screened.epochs().get(3).metrics()).containsEntry("clients_rejected", 1.0);
    assertThat(rounds(median).get(3).get("outvoted").get(0).get("client"))
        .isEqualTo(rounds(screened).get(3).get("rejected").get(0).get("client"));
  }

  @Test
  void train_noClientLeft_endsTheRunAsDiverged() {
    HeardTraining recorder = new HeardTraining();
    RunEnd end =
        trainer(3, Map.of("clients", 2, "nan_clients", 2)).train(run(STEPS), null, recorder);
    assertThat(end.status()).isEqualTo(RunStatus.FAILED);
    assertThat(end.reason()).isEqualTo("diverged");
  }

  @Test
  void train_allClientsFail_saysWhy() {
    assertThatThrownBy(
            () ->
                trainer(3, Map.of("clients", 2, "failing_clients", 2))
                    .train(run(STEPS), null, new HeardTraining()))
        .isInstanceOf(TrainingException.class)
        .hasMessageMatching(
            "need an update of one client in round 1, found none: client \\d failed: simulated to"
                + " fail");
  }

  @Test
  void train_batchNormStatistics_areAveragedOrMeasuredByTheServer() {
    Map<String, Object> values = new HashMap<>(STEPS);
    values.put("batch_norm", true);
    HeardTraining averaged = new HeardTraining();
    HeardTraining local = new HeardTraining();
    trainer(3, Map.of("clients", 3)).train(run(values), null, averaged);
    trainer(3, Map.of("clients", 3, "statistics", "local")).train(run(values), null, local);
    assertThat(averaged.epochs().get(2).metrics().get("val_accuracy")).isGreaterThan(0.6);
    assertThat(local.epochs().get(2).metrics().get("val_accuracy")).isGreaterThan(0.6);
    assertThat(local.epochs().get(2).metrics().get("bytes_up"))
        .isEqualTo(
            averaged.epochs().get(2).metrics().getOrDefault("bytes_up", 0.0) - 3 * 4 * 2 * (4 + 8));
    Trainer statistics = trainer(1, Map.of("clients", 3, "statistics", "local"));
    assertThat(statistics.refusal(values)).isEmpty();
    assertThat(statistics.refusal(STEPS))
        .contains(
            "training.federated: need a network with batch norm for statistics: local, found one"
                + " without");
  }

  @Test
  void train_toldToStopInTheMiddleOfARound_endsSoWithoutIt() {
    HeardTraining recorder = new HeardTraining().stopAfter(20);
    RunEnd end =
        trainer(2, Map.of("clients", 2, "local_epochs", 1000)).train(run(STEPS), null, recorder);
    assertThat(end.status()).isEqualTo(RunStatus.INTERRUPTED);
    assertThat(recorder.epochs()).isEmpty();
  }

  @Test
  void refusal_whatCantBeDivided_saysSo() {
    assertThat(trainer(1, Map.of("clients", 481)).refusal(STEPS))
        .contains("need at most as many clients as there are training images, found 481 for 480");
    assertThat(
            trainer(1, Map.of("clients", 100, "partition", "shards", "shards", 5)).refusal(STEPS))
        .contains("need at most as many shards as there are training images, found 500 for 480");
    assertThat(trainer(1, Map.of("clients", 5, "local_epochs", 4_473_925)).refusal(STEPS))
        .contains(
            "need local_epochs × training images of at most 2,147,483,647, found 4,473,925 × 480");
    assertThat(trainer(1, Map.of("clients", 5, "local_epochs", 4_473_924)).refusal(STEPS))
        .isEmpty();
    Map<String, Object> searched = new HashMap<>(STEPS);
    searched.put("training.federated.fraction", 0.1);
    assertThat(trainer(1, Map.of("clients", 5)).refusal(searched))
        .contains(
            "training.federated: need one client a round at least: fraction × clients of 1 or"
                + " more, not 0.500");
    assertThat(trainer(1, Map.of("clients", 5)).refusal(STEPS)).isEmpty();
  }

  private static Trainer trainer(int rounds, Map<String, Object> federated) {
    return digits.trainer(TrainingSpec.of(rounds).federated(FederatedSettings.of(federated)));
  }

  private static Run run(Map<String, Object> parameters) {
    return DigitTrainers.run(parameters, 7);
  }

  private static JsonNode json(HeardTraining heard, String path) throws IOException {
    return JSON.readTree(heard.file(path));
  }

  private static JsonNode rounds(HeardTraining heard) throws IOException {
    return json(heard, "federated/rounds.json").get("rounds");
  }
}
