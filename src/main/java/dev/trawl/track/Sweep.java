package dev.trawl.track;

import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SweepSource;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sweep as it is recorded.
 *
 * @param id random; a prefix tells sweeps apart
 * @param project whose it is, as its file says; null where that says none
 * @param reason why it stopped, was interrupted or failed; null otherwise
 * @param method the name of its search method, or {@link #EXTERNAL}
 * @param plannedRuns how many runs it will have if nothing shortens it; null where the search has
 *     no end of its own
 * @param runs how many runs stand where; a status without runs is absent
 * @param bands how many finished runs reach exactly 0, 1, … of the thresholds: one more element
 *     than thresholds
 * @param bestRunId the FINISHED run with the best value of the metric, ties to the lower number;
 *     null before there is one
 * @param tags free text by name
 * @param deletedAt when somebody deleted it; null otherwise
 * @param sequence the number of the latest recorded change of the sweep or of one of its runs
 */
public record Sweep(
    String id,
    String name,
    @Nullable String description,
    @Nullable String project,
    SweepStatus status,
    @Nullable String reason,
    SweepSource source,
    String method,
    String model,
    long seed,
    Objective metric,
    List<Double> thresholds,
    @Nullable Integer plannedRuns,
    int epochs,
    DatasetInfo dataset,
    Map<RunStatus, Integer> runs,
    List<Integer> bands,
    @Nullable String bestRunId,
    Map<String, String> tags,
    Instant createdAt,
    @Nullable Instant endedAt,
    @Nullable Instant deletedAt,
    long sequence) {
  /** The method of a sweep whose runs a program trains in its own loop. */
  public static final String EXTERNAL = "external";

  public Sweep {
    thresholds = List.copyOf(thresholds);
    runs = Map.copyOf(runs);
    bands = List.copyOf(bands);
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  /** Whether a program trains its runs in its own loop. */
  public boolean isExternal() {
    return method.equals(EXTERNAL);
  }
}
