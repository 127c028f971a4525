package dev.trawl.export;

import dev.trawl.model.Network;

/**
 * What a format writes.
 *
 * @param network for one thread; whoever gets it leaves it open
 * @param info what it takes and gives
 * @param sample some images that it was trained on, one after the other, each [channels, height,
 *     width], 0 to 255: what formats of 8 bits take the ranges of numbers from; the same model has
 *     the same
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainedModel(Network network, ModelInfo info, byte[] sample) {}
