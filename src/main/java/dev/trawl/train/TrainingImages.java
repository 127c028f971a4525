package dev.trawl.train;

import dev.trawl.model.ImageShape;

/**
 * What a run is trained on, in numbers.
 *
 * @param count how many images an epoch has
 * @param validation how many measure it
 * @param test how many the run is tested on
 */
public record TrainingImages(ImageShape shape, int classes, int count, int validation, int test) {}
