/**
 * The sweep file: YAML to immutable records, with every problem located.
 *
 * <p>Open {@link dev.trawl.sweep.SweepFiles} first: it turns a file's text and its overrides into a
 * {@link dev.trawl.sweep.SweepSpec}, or into the full list of {@link dev.trawl.sweep.Problem}s. On
 * the way, {@code YamlReader} makes a tree of located nodes, {@code Overrides} changes it, {@code
 * SpecReader} and the readers below it turn it into records, and {@code Problems} collects what
 * each of them finds. Uses no other room: what datasets, hyperparameters, search methods and epoch
 * rules exist is asked of the four catalogs that callers pass in.
 */
@NullMarked
package dev.trawl.sweep;

import org.jspecify.annotations.NullMarked;
