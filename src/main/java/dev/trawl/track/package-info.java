/**
 * What is tracked: sweeps, runs, metrics, checkpoints, as plain values.
 *
 * <p>Open {@link dev.trawl.track.RunStore} first: its roles, each an interface of its own, are
 * everything that can be recorded and read back. {@link dev.trawl.track.RunListener} is how a sweep
 * reports while it runs. No Deeplearning4j type appears here, so that both work across a process
 * boundary. {@link dev.trawl.track.Sweep} and {@link dev.trawl.track.Run} are of parts; what makes
 * them reproducible is their {@link dev.trawl.track.Provenance} and {@link
 * dev.trawl.track.RunProvenance}. Uses {@code sweep} only.
 */
@NullMarked
package dev.trawl.track;

import org.jspecify.annotations.NullMarked;
