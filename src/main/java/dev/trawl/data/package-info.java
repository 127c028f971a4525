/**
 * Datasets: fetching, checksums, splits, and batches for training.
 *
 * <p>Open {@link dev.trawl.data.Datasets} first: it turns what a sweep file says into a {@link
 * dev.trawl.data.Dataset}, whose pixels are kept once, as bytes. {@link dev.trawl.data.Batches}
 * turns a set of them into ND4J arrays, epoch by epoch. Uses {@code sweep} and, of third parties,
 * ND4J.
 */
@NullMarked
package dev.trawl.data;

import org.jspecify.annotations.NullMarked;
