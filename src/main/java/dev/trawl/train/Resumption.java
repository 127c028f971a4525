package dev.trawl.train;

import dev.trawl.track.CheckpointData;
import dev.trawl.track.RunEnvironment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an interrupted run goes on.
 *
 * @param epoch the last recorded epoch
 * @param last its checkpoint
 * @param best the checkpoint of the best epoch so far; may be the same
 * @param processor the type of processor that it has to go on with, as an environment names it;
 *     null where any does
 * @param clients the type that a federated run's clients have to go on with, likewise
 */
public record Resumption(
    int epoch,
    CheckpointData last,
    CheckpointData best,
    @Nullable String processor,
    @Nullable String clients) {

  /** One that goes on on any processor. */
  public Resumption(int epoch, CheckpointData last, CheckpointData best) {
    this(epoch, last, best, null, null);
  }

  /**
   * The same, with the types of processors that it was trained on.
   *
   * @param where the entries of that environment
   */
  public Resumption on(Map<String, String> where) {
    String own = where.get(RunEnvironment.PROCESSOR);
    return new Resumption(
        epoch,
        last,
        best,
        own,
        where.containsKey(RunEnvironment.CLIENT_PROCESSORS)
            ? where.get(RunEnvironment.CLIENT_PROCESSORS)
            : own);
  }
}
