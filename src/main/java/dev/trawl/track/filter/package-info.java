/**
 * The language that runs are searched with: text to plain values, with located problems.
 *
 * <p>Open {@link dev.trawl.track.filter.RunFilter} first: it is what a filter can say. {@link
 * dev.trawl.track.filter.RunOrder} is its companion for the order of a list. Both are read from
 * text by {@code FilterParser}; {@code store} turns them into SQL. src/docs/filter.md is the
 * reference. Uses {@code sweep} only, for problems and the nearest name.
 */
@NullMarked
package dev.trawl.track.filter;

import org.jspecify.annotations.NullMarked;
