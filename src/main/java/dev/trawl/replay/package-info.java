/**
 * What other searches would have found in a sweep's recorded runs, after how many epochs.
 *
 * <p>Open {@link dev.trawl.replay.Replay} first. {@link dev.trawl.replay.ReplayPlot} draws what it
 * reports. Uses {@code sweep}, {@code track}, {@code search}, {@code runner} and {@code svg}.
 */
@NullMarked
package dev.trawl.replay;

import org.jspecify.annotations.NullMarked;
