/**
 * What to try next, and what to stop.
 *
 * <p>Open {@link dev.trawl.search.SearchSpace} first: it has a sweep's size, its proposer and the
 * seed of each run. {@link dev.trawl.search.Proposer} is what a search method implements, and
 * {@code SearchMethods} the register. Uses {@code sweep} and {@code track}.
 */
@NullMarked
package dev.trawl.search;

import org.jspecify.annotations.NullMarked;
