/**
 * The layers that training spends its time in, on oneDNN itself instead of through ND4J's
 * operations.
 *
 * <p>Open {@link dev.trawl.train.onednn.Acceleration} first: it puts these layers in the place of a
 * network's own, and the network's own back. Only the layers' code changes: configuration, weights,
 * gradients and updater state stay Deeplearning4j's, so a saved model knows nothing of this
 * package. {@code LayerPlan} says which layers are replaced, {@code ConvolutionProgram} and {@code
 * DenseProgram} hold the native primitives, {@code TrainingStep} is one step of a network that has
 * no other layers. Belongs to {@code train}.
 *
 * <p>What is not here stays Deeplearning4j's own. Where it would go:
 *
 * <ul>
 *   <li>Every new kind of layer: a {@code LayerPlan.Kind}, chosen in {@code LayerPlan.Analysis}, a
 *       class that extends the stock layer and is a {@code NativeLayer}, put in its place by {@code
 *       Acceleration}; networks for it in the tests' {@code TestNetworks}. One that takes images in
 *       blocks of 16 channels has to be named in {@code LayerPlan}'s choice of a layout.
 *   <li>Depthwise convolution ({@code DepthwiseConvolution2D}): a {@code ConvolutionProgram} with
 *       groups, {@code groups = nIn}, weights [groups, multiplier, 1, height, width] described by
 *       the strides of Deeplearning4j's array, which holds [height, width, nIn, multiplier].
 *   <li>Batch normalisation: {@code batch_normalization_forward} with scale, shift and, where ReLU
 *       follows, its fused form. The moving averages are parameters, whose "gradients" the layer
 *       writes as (1 − decay)(average − the batch's); the updater applies them as they are, without
 *       division by the batch size. The second is a variance or, with {@code useLogStd}, the
 *       default, log₁₀ of a deviation.
 *   <li>Global average pooling: an average {@code pooling_forward} whose window is the whole image,
 *       in the layout that arrives, to [batch, channels]; only without a mask.
 *   <li>Residual add is an {@code ElementWiseVertex} of a {@code ComputationGraph}: {@code
 *       Acceleration} would have to take graphs, whose {@code LayerVertex} objects hold the layers;
 *       the plan has to give all inputs of an addition one layout; the addition itself is a {@code
 *       binary_add} forward, and backward the same gradient for each input. {@code TrainingStep}
 *       then walks the vertices in topological order and sums gradients where paths meet.
 * </ul>
 */
@NullMarked
package dev.trawl.train.onednn;

import org.jspecify.annotations.NullMarked;
