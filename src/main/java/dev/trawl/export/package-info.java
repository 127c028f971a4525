/**
 * A run's best model as a folder: the model in one or more formats, what it is in JSON and in
 * words, verified.
 *
 * <p>Open {@link dev.trawl.export.Exporter} first, then {@link dev.trawl.export.ModelFormats}: the
 * list of formats, each of which is one class. {@link dev.trawl.export.predict.Predictor} is how a
 * written model answers, and {@link dev.trawl.export.ExportVerification} asks all of them. Uses
 * {@code sweep}, {@code track}, {@code data}, {@code model} and {@code train}.
 */
@NullMarked
package dev.trawl.export;

import org.jspecify.annotations.NullMarked;
