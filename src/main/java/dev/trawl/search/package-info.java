/**
 * Proposes candidates: a sweep file's distributions as Arbiter parameter spaces, and Arbiter
 * candidate generators over them.
 *
 * <p>Open {@link dev.trawl.search.SearchSpace} first: it has a sweep's size, its generator and the
 * seed of each run. The list of candidates is a function of the file and its seed alone. Uses
 * {@code sweep} and {@code track}; Arbiter appears here and in {@code runner} only.
 */
@NullMarked
package dev.trawl.search;

import org.jspecify.annotations.NullMarked;
