package dev.trawl.track;

import org.jspecify.annotations.Nullable;

/**
 * A record that is not as it was written.
 *
 * @param sweepId of which sweep; null where that can't be told
 * @param runId of which run; null where it is of none, or that can't be told
 * @param epoch of which epoch, from 1; null where it is of none
 * @param description what is damaged, and what was needed and found
 */
public record Damage(
    @Nullable String sweepId,
    @Nullable String runId,
    @Nullable Integer epoch,
    String description) {}
