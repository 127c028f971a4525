/**
 * What other searches would have found in a sweep's recorded runs, after how many epochs.
 *
 * <p>Open {@link dev.trawl.replay.Replay} first. {@link dev.trawl.replay.ReplayPlot} draws what it
 * reports; {@link dev.trawl.replay.Svg} is how. Uses {@code sweep}, {@code track}, {@code search}
 * and {@code runner}.
 */
@NullMarked
package dev.trawl.replay;

import org.jspecify.annotations.NullMarked;
