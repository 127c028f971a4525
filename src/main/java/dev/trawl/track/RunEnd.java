package dev.trawl.track;

import org.jspecify.annotations.Nullable;

/**
 * How a run ended.
 *
 * @param status anything but SCHEDULED and RUNNING
 * @param reason why, where the status does not say it all
 * @param seconds spent since the last recorded epoch, the test included
 * @param test the look at the test images from the best checkpoint; null for a run that did not
 *     finish
 */
public record RunEnd(
    RunStatus status, @Nullable String reason, double seconds, @Nullable Evaluation test) {}
