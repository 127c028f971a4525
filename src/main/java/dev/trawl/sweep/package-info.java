/**
 * What a sweep file says, as immutable records that check themselves.
 *
 * <p>Open {@link dev.trawl.sweep.SweepSpec} first: its parts are what a sweep is. {@code
 * sweep.read} makes it of a file. What data sets, hyperparameters, search methods and epoch rules
 * exist is asked of the four catalogs, which other rooms implement; {@link dev.trawl.sweep.Setting}
 * is a key that one of theirs brings along. Uses {@code sweep.yaml} and no other room.
 */
@NullMarked
package dev.trawl.sweep;

import org.jspecify.annotations.NullMarked;
