package dev.trawl.train;

import dev.trawl.track.CheckpointData;

/**
 * Where an interrupted run goes on.
 *
 * @param epoch the last recorded epoch
 * @param last its checkpoint
 * @param best the checkpoint of the best epoch so far; may be the same
 */
public record Resumption(int epoch, CheckpointData last, CheckpointData best) {}
