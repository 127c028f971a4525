/**
 * Architectures: hyperparameters to a Deeplearning4j configuration.
 *
 * <p>Open {@link dev.trawl.model.Architectures} first: the list of what there is. One architecture
 * is one class, such as {@link dev.trawl.model.ConvolutionalNetwork}. Uses {@code sweep} only.
 */
@NullMarked
package dev.trawl.model;

import org.jspecify.annotations.NullMarked;
