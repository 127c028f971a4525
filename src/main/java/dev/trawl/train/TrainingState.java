package dev.trawl.train;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.trawl.train.federated.RoundRecord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What training goes on from beside the weights and the updater's state. Immutable; written into
 * each checkpoint.
 *
 * @param epoch the last trained epoch; 0 before the first
 * @param bestEpoch the first epoch with the best value of the sweep's metric; 0 before the first
 * @param bestValue that value
 * @param learningRate for the next epoch
 * @param rules what each epoch rule remembers, by its name
 * @param diverged whether the last epoch ended the run
 * @param rounds of a federated run, those so far that are in the last file of them; empty for
 *     another
 */
record TrainingState(
    int epoch,
    int bestEpoch,
    double bestValue,
    double learningRate,
    Map<String, ChosenRules.Memory> rules,
    boolean diverged,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) List<RoundRecord> rounds) {

  /** Writes NaN as a string, which it reads back. */
  private static final JsonMapper JSON =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private static final String RULES = "rules";

  /**
   * The rules that wrote their state beside the others, without a version, before there were more.
   */
  private static final List<String> UNVERSIONED = List.of("early_stopping", "reduce_lr");

  TrainingState {
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    rounds = rounds == null ? List.of() : List.copyOf(rounds); // As a run has it that is none.
  }

  static TrainingState initial(double learningRate) {
    return new TrainingState(0, 0, Double.NaN, learningRate, Map.of(), false, List.of());
  }

  /**
   * After the next epoch: {@code best} says whether its {@code value} of the sweep's metric is the
   * best so far.
   */
  TrainingState after(
      ChosenRules applied, Map<String, Double> metrics, double value, boolean best) {
    int next = epoch + 1;
    ChosenRules.Outcome outcome =
        applied.after(rules, new EpochResult(next, metrics, learningRate));
    return new TrainingState(
        next,
        best ? next : bestEpoch,
        best ? value : bestValue,
        outcome.learningRate(),
        outcome.memories(),
        false,
        rounds);
  }

  /** The same, of a run that its last epoch ended. */
  TrainingState asDiverged() {
    return new TrainingState(epoch, bestEpoch, bestValue, learningRate, rules, true, rounds);
  }

  /** The same, with the rounds of a federated run. */
  TrainingState with(List<RoundRecord> trained) {
    return new TrainingState(epoch, bestEpoch, bestValue, learningRate, rules, diverged, trained);
  }

  /** Whether no further epoch is to be trained, of at most {@code epochs}. */
  boolean ended(int epochs, ChosenRules applied) {
    return epoch >= epochs || applied.end(rules);
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws TrainingException when it is something else
   */
  static TrainingState fromJson(String json) {
    try {
      JsonNode tree = JSON.readTree(json);
      if (tree instanceof ObjectNode state && !state.has(RULES)) {
        ObjectNode rules = state.putObject(RULES);
        for (String rule : UNVERSIONED) {
          rules.putObject(rule).put("version", 1).set("state", state.remove(rule));
        }
      }
      return JSON.treeToValue(tree, TrainingState.class);
    } catch (JsonProcessingException e) {
      throw new TrainingException("need a checkpoint's training state, found " + json, e);
    }
  }
}
