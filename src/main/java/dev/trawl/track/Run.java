package dev.trawl.track;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One candidate, trained.
 *
 * @param status where it stands
 * @param reason why it failed, was pruned or killed, or what ended it early; null otherwise
 * @param parameters the hyperparameters' values, each a Long, Double, String, Boolean or list of
 *     these
 */
public record Run(
    RunIdentity identity,
    Map<String, Object> parameters,
    RunProvenance provenance,
    RunStatus status,
    @Nullable String reason,
    RunResult result,
    Timing timing,
    RecordInfo info) {
  public Run {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  public String id() {
    return identity.id();
  }

  public String sweepId() {
    return identity.sweepId();
  }

  /** From 1. */
  public int number() {
    return identity.number();
  }

  /** From 1. */
  public int attempt() {
    return identity.attempt();
  }

  /** How many are recorded. */
  public int epochs() {
    return result.epochs();
  }

  /** What its epochs are called: each is a round where clients train it. */
  public String epochWord() {
    return epochWord(List.of(this));
  }

  /** The same of some runs together. */
  public static String epochWord(Collection<Run> runs) {
    boolean isOfClients =
        runs.stream().anyMatch(run -> run.metrics().containsKey(Metric.CLIENTS_ASKED));
    return isOfClients ? "round" : "epoch";
  }

  /** From 1; null without one. */
  public @Nullable Integer bestEpoch() {
    return result.bestEpoch();
  }

  /** As {@link RunResult} has them. */
  public Map<String, Double> metrics() {
    return result.metrics();
  }

  /** How many thresholds its test accuracy reaches; null without one. */
  public @Nullable Integer band() {
    return result.band();
  }

  /** The id of the candidate that it repeats in the finals; null for a run of the search. */
  public @Nullable String parent() {
    return identity.origin().parent();
  }

  /** Whether it repeats a candidate in the finals: no search and no ranking knows it. */
  public boolean isOfFinals() {
    return parent() != null;
  }

  /** Whether a program trains it in its own loop. */
  public boolean isExternal() {
    return provenance.isExternal();
  }
}
