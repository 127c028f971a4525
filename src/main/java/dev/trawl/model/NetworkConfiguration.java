package dev.trawl.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * What a network will be, before it has weights.
 *
 * @param deeplearning4j for {@code model} and {@code train.onednn} only
 * @param images what the network takes
 */
public record NetworkConfiguration(
    ComputationGraphConfiguration deeplearning4j, ImageShape images) {}
