package dev.trawl.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.sweep.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules that a sweep file asks for, in the order in which they see an epoch. Immutable. */
record EpochRules(List<EpochRule<?>> rules) {
  private static final JsonMapper JSON = new JsonMapper();

  EpochRules {
    rules = List.copyOf(rules);
  }

  /** The register: a new rule is one line here. */
  static EpochRules of(TrainingSpec training) {
    return new EpochRules(
        Stream.of(
                rule(training.earlyStopping(), EarlyStoppingRule::new),
                rule(training.reduceLr(), ReduceLrRule::new))
            .flatMap(List::stream)
            .toList());
  }

  private static <T> List<EpochRule<?>> rule(@Nullable T settings, Function<T, EpochRule<?>> rule) {
    return settings == null ? List.of() : List.of(rule.apply(settings));
  }

  /**
   * What a rule remembers of a run, as a checkpoint keeps it.
   *
   * @param version the form of {@code state}: {@link EpochRule#version}
   */
  record Memory(int version, JsonNode state) {}

  /**
   * What the rules make of an epoch.
   *
   * @param memories by the rule's name
   * @param learningRate for the next epoch
   */
  record Outcome(Map<String, Memory> memories, double learningRate) {}

  Outcome after(Map<String, Memory> before, EpochResult epoch) {
    Map<String, Memory> memories = new LinkedHashMap<>();
    double learningRate = epoch.learningRate();
    for (EpochRule<?> rule : rules) {
      EpochResult seen = new EpochResult(epoch.number(), epoch.metrics(), learningRate);
      learningRate = apply(rule, before, seen, memories);
    }
    return new Outcome(memories, learningRate);
  }

  /** Whether a rule ends the run. */
  boolean end(Map<String, Memory> memories) {
    return rules.stream().anyMatch(rule -> ends(rule, memories));
  }

  private static <S extends Record> double apply(
      EpochRule<S> rule,
      Map<String, Memory> before,
      EpochResult epoch,
      Map<String, Memory> memories) {
    EpochRule.Outcome<S> outcome = rule.after(recall(rule, before), epoch);
    memories.put(rule.name(), new Memory(rule.version(), JSON.valueToTree(outcome.state())));
    return outcome.learningRate();
  }

  private static <S extends Record> boolean ends(EpochRule<S> rule, Map<String, Memory> memories) {
    return rule.ends(recall(rule, memories));
  }

  private static <S extends Record> S recall(EpochRule<S> rule, Map<String, Memory> memories) {
    S start = rule.start();
    Memory memory = memories.get(rule.name());
    if (memory == null) {
      return start;
    }
    if (memory.version() != rule.version()) {
      throw new TrainingException(
          "%s: need a checkpoint's state of version %d, found %d"
              .formatted(rule.name(), rule.version(), memory.version()),
          null);
    }
    try {
      @SuppressWarnings("unchecked") // Its own start's class.
      Class<S> type = (Class<S>) start.getClass();
      return JSON.treeToValue(memory.state(), type);
    } catch (JsonProcessingException e) {
      throw new TrainingException(
          "%s: need its state of version %d, found %s"
              .formatted(rule.name(), rule.version(), memory.state()),
          e);
    }
  }
}
