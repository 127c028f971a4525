/**
 * What to try next, and what to stop.
 *
 * <p>Open {@link dev.trawl.search.Searches} first: it has a sweep's proposer, which starts runs,
 * and its pruner, which ends them early. {@link dev.trawl.search.SearchMethod} and {@link
 * dev.trawl.search.StoppingRule} are what one's own implement; {@code SearchMethods} and {@code
 * Pruners} are the registers. Uses {@code sweep} and {@code track}.
 */
@NullMarked
package dev.trawl.search;

import org.jspecify.annotations.NullMarked;
