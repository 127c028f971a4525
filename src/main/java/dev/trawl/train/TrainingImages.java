package dev.trawl.train;

import dev.trawl.model.ImageShape;

/**
 * What a run is trained on, in numbers.
 *
 * @param count how many images an epoch has
 */
public record TrainingImages(ImageShape shape, int classes, int count) {}
