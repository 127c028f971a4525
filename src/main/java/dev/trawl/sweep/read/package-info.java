/**
 * From the sweep file to {@code sweep}'s records, with every problem of the file at once.
 *
 * <p>Open {@link dev.trawl.sweep.read.SweepFiles} first: it turns a file's text and its overrides
 * into a {@link dev.trawl.sweep.SweepSpec}, or into the full list of {@link
 * dev.trawl.sweep.yaml.Problem}s. {@code SpecReader} and the readers below it take one part each.
 * Uses {@code sweep} and {@code sweep.yaml}.
 */
@NullMarked
package dev.trawl.sweep.read;

import org.jspecify.annotations.NullMarked;
