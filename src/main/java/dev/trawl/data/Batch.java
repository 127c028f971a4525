package dev.trawl.data;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Some images and their classes; see {@link Batches#get} for how long it is valid.
 *
 * @param features [images, channels, height, width], float32, 0 to 1, in c order
 * @param labels [images, classes], float32, one-hot or smoothed, in c order
 * @param classes the same classes by their index, one an image; not copied, so don't change it
 */
@SuppressWarnings("ArrayRecordComponent") // Reused from batch to batch: read, never compared.
public record Batch(INDArray features, INDArray labels, int[] classes) {}
