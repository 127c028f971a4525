package dev.trawl.track;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** Decisions in memory, for sweeps whose other records a test keeps elsewhere. */
public final class MemoryDecisions implements Decisions {
  private final Function<String, Optional<String>> sweepOfRun;
  private final Map<String, List<Decision>> bySweep = new ConcurrentHashMap<>();

  /**
   * @param sweepOfRun the sweep's id by a run's; empty for a run that isn't recorded
   */
  public MemoryDecisions(Function<String, Optional<String>> sweepOfRun) {
    this.sweepOfRun = sweepOfRun;
  }

  @Override
  public synchronized void recordDecision(String sweepId, Decision decision) {
    if (!sweepOfRun.apply(decision.runId()).filter(sweepId::equals).isPresent()) {
      throw new IllegalArgumentException(
          "need a run of sweep %s, found %s".formatted(sweepId, decision.runId()));
    }
    List<Decision> recorded = bySweep.computeIfAbsent(sweepId, id -> new CopyOnWriteArrayList<>());
    boolean known =
        recorded.stream()
            .anyMatch(found -> found.job() == decision.job() && found.kind() == decision.kind());
    if (!known) {
      recorded.add(decision);
    }
  }

  @Override
  public List<Decision> decisions(String sweepId) {
    return new ArrayList<>(bySweep.getOrDefault(sweepId, List.of()));
  }
}
