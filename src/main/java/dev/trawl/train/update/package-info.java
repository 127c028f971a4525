/**
 * What changes a network's weights from one step to the next: the schedule of the learning rate,
 * the optimisers, clipping, penalties, and the moving average of the weights.
 *
 * <p>Open {@link dev.trawl.train.update.FlatUpdater} first: it works on Deeplearning4j's own flat
 * vectors of parameters, gradients and updater state, whatever computed the gradients, and gives
 * Deeplearning4j's numbers for what that has. Each optimiser is one {@code Optimizer}. Belongs to
 * {@code train}, and may use {@code model}.
 */
@NullMarked
package dev.trawl.train.update;

import org.jspecify.annotations.NullMarked;
