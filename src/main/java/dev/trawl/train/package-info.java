/**
 * One run: epochs, evaluation, early stopping, checkpoints; the native backend.
 *
 * <p>Open {@code Trainer} first: its {@code train} is the whole training loop. {@link
 * dev.trawl.train.Training} is what {@code runner} sees of it. Uses {@code sweep}, {@code track},
 * {@code data} and {@code model}.
 */
@NullMarked
package dev.trawl.train;

import org.jspecify.annotations.NullMarked;
