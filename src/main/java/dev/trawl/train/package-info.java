/**
 * One run: epochs, evaluation, checkpoints, and the epoch rules that end it early or lower its
 * learning rate; the native backend.
 *
 * <p>Open {@code RunTraining} first: its {@code train} is the whole training loop. {@link
 * dev.trawl.train.Training} is what {@code runner} sees of it, {@code EpochRules} the list of
 * rules, each of which is one class. Uses {@code sweep}, {@code track}, {@code data} and {@code
 * model}, and holds a network as {@link dev.trawl.model.Network} only; what computes it is in
 * {@code train.onednn}.
 */
@NullMarked
package dev.trawl.train;

import org.jspecify.annotations.NullMarked;
