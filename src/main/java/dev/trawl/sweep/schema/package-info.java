/**
 * What editors know of the sweep file: its JSON Schema.
 *
 * <p>Open {@link dev.trawl.sweep.schema.SweepSchema} first: it describes each key of a file, by the
 * same catalogs that the readers ask. {@code ParameterSchemas} has what is searched. Uses {@code
 * sweep}, {@code sweep.yaml} and {@code sweep.read}.
 */
@NullMarked
package dev.trawl.sweep.schema;

import org.jspecify.annotations.NullMarked;
