/**
 * The API for a program that trains in a loop of its own, in whatever way, and wants its runs
 * recorded and compared beside Trawl's.
 *
 * <p>Open {@link dev.trawl.tracking.Tracker} first; src/docs/tracking.md explains it, and {@code
 * src/examples} has a program that uses it. Uses {@code sweep}, {@code track} and {@code store}.
 */
@NullMarked
package dev.trawl.tracking;

import org.jspecify.annotations.NullMarked;
