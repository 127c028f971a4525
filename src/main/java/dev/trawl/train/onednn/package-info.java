/**
 * Whole networks as programs of oneDNN's primitives, instead of layer by layer through ND4J.
 *
 * <p>Open {@link dev.trawl.train.onednn.NetworkTrainer} first: it trains a network of
 * Deeplearning4j's in place, and {@link dev.trawl.train.onednn.Inference} predicts with one. What
 * is behind them, in order: {@link dev.trawl.train.onednn.GraphPlan} reads a configuration and says
 * of each vertex how it would be computed, or why it can't be; a {@code NetworkProgram} is such a
 * plan for one batch size, compiled by {@code ProgramBuilder}, in whose {@code MemoryPlan} arrays
 * share memory that are never needed together; {@code FlatParameters} says where the network's own
 * vectors of parameters and gradients are, on which it works. Configuration, weights, gradients and
 * updater's state stay Deeplearning4j's, so that a saved model knows nothing of this package. What
 * can't be compiled stays Deeplearning4j's own, as a whole ({@code StockTrainer}). Belongs to
 * {@code train}.
 *
 * <p>A new kind of layer is one class, an {@code Operation}: its forward and backward part are
 * primitives that are added to the builder. {@code LayerReader} makes it of the layer's
 * configuration, {@code Objections} says which settings it has no answer to, and the tests' {@code
 * NetworkProgramTest} compares it with the stock layer. Each operation
 *
 * <ul>
 *   <li>takes its inputs in the layout that they have, and chooses its result's; {@code
 *       ProgramBuilder.as} copies where it must;
 *   <li>works in {@code Layouts.type()}, which may have 16 bits, but keeps parameters, their
 *       gradients, statistics and logits in 32;
 *   <li>may write over the gradient that it is given if that is its own ({@code
 *       ProgramBuilder.reuse}).
 * </ul>
 */
@NullMarked
package dev.trawl.train.onednn;

import org.jspecify.annotations.NullMarked;
