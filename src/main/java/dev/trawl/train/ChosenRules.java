package dev.trawl.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.trawl.sweep.Selection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rules that a sweep file asks for, in the order in which they see an epoch. Immutable. */
record ChosenRules(List<Chosen<?>> rules) {
  private static final JsonMapper JSON = new JsonMapper();

  ChosenRules {
    rules = List.copyOf(rules);
  }

  /** A rule with the settings that the file gives it. */
  record Chosen<S extends Record>(EpochRule<S> rule, Selection settings) {}

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
    for (Chosen<?> chosen : rules) {
      EpochResult seen = new EpochResult(epoch.number(), epoch.metrics(), learningRate);
      learningRate = apply(chosen, before, seen, memories);
    }
    return new Outcome(memories, learningRate);
  }

  /** Whether a rule ends the run. */
  boolean end(Map<String, Memory> memories) {
    return rules.stream().anyMatch(chosen -> ends(chosen, memories));
  }

  private static <S extends Record> double apply(
      Chosen<S> chosen,
      Map<String, Memory> before,
      EpochResult epoch,
      Map<String, Memory> memories) {
    EpochRule<S> rule = chosen.rule();
    EpochRule.Outcome<S> outcome = rule.after(chosen.settings(), recall(rule, before), epoch);
    memories.put(rule.name(), new Memory(rule.version(), JSON.valueToTree(outcome.state())));
    return outcome.learningRate();
  }

  private static <S extends Record> boolean ends(Chosen<S> chosen, Map<String, Memory> memories) {
    return chosen.rule().ends(chosen.settings(), recall(chosen.rule(), memories));
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
