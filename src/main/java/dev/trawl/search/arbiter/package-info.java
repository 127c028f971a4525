/**
 * Grid, random and quasi-random search by Arbiter: a sweep file's distributions as Arbiter's
 * parameter spaces, and candidate generators over them.
 *
 * <p>Open {@link dev.trawl.search.arbiter.ArbiterSearch} first. The list of candidates is a
 * function of the file and its seed alone; what the runs result in never changes it. Uses {@code
 * search}, {@code sweep} and {@code track}; nothing else knows Arbiter.
 */
@NullMarked
package dev.trawl.search.arbiter;

import org.jspecify.annotations.NullMarked;
