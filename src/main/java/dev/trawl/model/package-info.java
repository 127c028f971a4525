/**
 * Architectures, hyperparameters to a Deeplearning4j configuration, and networks.
 *
 * <p>Open {@link dev.trawl.model.Architectures} first: the list of what there is. One architecture
 * is one class, such as {@link dev.trawl.model.ConvolutionalNetwork}. {@link
 * dev.trawl.model.Network} is the one type by which other rooms hold a network; what it is to
 * Deeplearning4j, only this room and {@code train.onednn} know. Uses {@code sweep} only.
 */
@NullMarked
package dev.trawl.model;

import org.jspecify.annotations.NullMarked;
