/**
 * A running sweep as its user sees it on stderr: lines that are redrawn in place on a terminal, one
 * line an event elsewhere.
 *
 * <p>Open {@link dev.trawl.cli.progress.ProgressDisplay} first; {@code SweepProgress} is how far a
 * sweep is. Uses {@code sweep}, {@code track} and {@code cli.text}.
 */
@NullMarked
package dev.trawl.cli.progress;

import org.jspecify.annotations.NullMarked;
