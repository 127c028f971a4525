/**
 * A run's best model as a folder: the model file, what it is in JSON and in words, verified.
 *
 * <p>Open {@link dev.trawl.export.Exporter} first. Uses {@code sweep}, {@code track}, {@code data},
 * {@code model} and {@code train}.
 */
@NullMarked
package dev.trawl.export;

import org.jspecify.annotations.NullMarked;
