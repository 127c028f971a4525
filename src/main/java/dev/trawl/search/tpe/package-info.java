/**
 * The tree-structured Parzen estimator: proposes where the density of good runs, over that of the
 * others, is greatest.
 *
 * <p>Open {@link dev.trawl.search.tpe.TpeSearch} first: its proposer splits the runs ({@code
 * Split}), makes a density of either part ({@code ProductKernels}, of a kind of {@code Kernels} for
 * each coordinate), and takes the best of what it draws. All of it works on the unit cube of
 * cumulative probabilities, so that it knows no distribution. Uses {@code search}, {@code sweep}
 * and {@code track}.
 */
@NullMarked
package dev.trawl.search.tpe;

import org.jspecify.annotations.NullMarked;
