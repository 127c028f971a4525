/**
 * The layers that training spends its time in, on oneDNN itself instead of through ND4J's
 * operations.
 *
 * <p>Open {@link dev.trawl.train.onednn.Acceleration} first: it puts these layers in the place of a
 * network's own, and the network's own back. Only the layers' code changes: configuration, weights,
 * gradients and updater state stay Deeplearning4j's, so a saved model knows nothing of this
 * package. {@code LayerPlan} says which layers are replaced, {@code ConvolutionProgram} and {@code
 * DenseProgram} hold the native primitives. Belongs to {@code train}.
 */
@NullMarked
package dev.trawl.train.onednn;

import org.jspecify.annotations.NullMarked;
