package dev.trawl.track;

/**
 * What a checkpoint holds.
 *
 * @param model the model file: weights and updater state; not copied, so don't change it
 * @param state what else training goes on from, as the trainer wrote it: JSON
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes: passed on, never compared.
public record CheckpointData(byte[] model, String state) {}
