package dev.trawl.track;

import org.jspecify.annotations.Nullable;

/**
 * Somebody's wish that a sweep, or one run of it, stops.
 *
 * @param runId null asks for the whole sweep
 */
public record StopRequest(String sweepId, @Nullable String runId) {}
