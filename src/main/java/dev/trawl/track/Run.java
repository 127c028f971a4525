package dev.trawl.track;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One candidate, trained.
 *
 * @param id random; an unambiguous prefix names it
 * @param number from 1, the candidate's place in the sweep
 * @param attempt from 1; a retry is a new attempt of the same run
 * @param origin which candidate it trains and for how long, and of which run it is a final
 * @param reason why it failed, was pruned or killed, or what ended it early; null otherwise
 * @param parameters the hyperparameters' values, each a Long, Double, String, Boolean or list of
 *     these
 * @param seed decides initial weights, shuffling and dropout
 * @param metrics those of the best epoch, and the test metrics once there are any; may hold NaN and
 *     infinities
 * @param epochs how many epochs are recorded
 * @param bestEpoch from 1, the first with the best value of the sweep's metric; null before the
 *     first epoch
 * @param seconds spent training and evaluating, over all sessions
 * @param phases what its time went to, in seconds by {@link Phase}, over all sessions; recording is
 *     not part of {@code seconds}, and epochs that were trained again count again
 * @param band how many thresholds the test accuracy reaches; null without one
 * @param environment versions, native backend and machine, by name
 * @param tags free text by name
 * @param deletedAt when somebody deleted it, null otherwise; a run of a deleted sweep is not
 *     deleted itself
 * @param sequence the number of its latest recorded change
 */
public record Run(
    String id,
    String sweepId,
    int number,
    int attempt,
    RunOrigin origin,
    RunStatus status,
    @Nullable String reason,
    Map<String, Object> parameters,
    long seed,
    Map<String, Double> metrics,
    int epochs,
    @Nullable Integer bestEpoch,
    double seconds,
    Map<String, Double> phases,
    @Nullable Integer band,
    Map<String, String> environment,
    Map<String, String> tags,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable Instant deletedAt,
    long sequence) {
  /** In the environment of a run that a program trains in its own loop: Trawl can't train it. */
  public static final String TRAINED_BY = "trained_by";

  public Run {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    phases = Collections.unmodifiableMap(new LinkedHashMap<>(phases));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
  }

  /** Whether a program trains it in its own loop. */
  public boolean isExternal() {
    return environment.containsKey(TRAINED_BY);
  }
}
