package dev.trawl.track;

import java.time.Instant;

/**
 * A run's weights and updater state after an epoch.
 *
 * @param epoch from 1
 * @param bytes the size of the model file
 * @param sha256 of the model file, in lower-case hexadecimal
 * @param best whether that epoch is the run's best so far
 */
public record Checkpoint(
    String runId, int epoch, long bytes, String sha256, boolean best, Instant createdAt) {}
