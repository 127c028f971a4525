package dev.trawl.train;

import dev.trawl.track.CheckpointData;
import org.jspecify.annotations.Nullable;

/**
 * Where an interrupted run goes on.
 *
 * @param epoch the last recorded epoch
 * @param last its checkpoint
 * @param best the checkpoint of the best epoch so far; may be the same
 * @param processor the type of processor that it has to go on with, as an environment names it;
 *     null where any does
 */
public record Resumption(
    int epoch, CheckpointData last, CheckpointData best, @Nullable String processor) {

  /** One that goes on on any processor. */
  public Resumption(int epoch, CheckpointData last, CheckpointData best) {
    this(epoch, last, best, null);
  }

  /** The same, with this type of processor. */
  public Resumption on(@Nullable String type) {
    return new Resumption(epoch, last, best, type);
  }
}
