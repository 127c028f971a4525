package dev.trawl.runner;

import dev.trawl.track.SweepStatus;

/**
 * How a sweep ends, and why.
 *
 * @param reason may be empty
 */
record Ending(SweepStatus status, String reason) {}
