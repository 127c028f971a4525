package dev.trawl.data;

import dev.trawl.sweep.TrainingSpec.Augmentation;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A set of images as batches for training and evaluation: every image exactly once, the last batch
 * as short as need be. Its arrays are reused, outside any workspace. For one thread; each run has
 * its own.
 */
public final class Batches {
  private final ImageSet images;
  private final int batchSize;
  private final int[] order;
  private final @Nullable Augmenter augmenter;
  private final float on;
  private final float off;
  private long seed;
  private @Nullable Slot full;
  private @Nullable Slot last;

  /** Batches in the set's own order, of the images as they are. */
  public Batches(ImageSet images, int batchSize) {
    this(images, batchSize, null, 0);
  }

  /**
   * Batches in the set's own order.
   *
   * @param augmentation how far the images are turned and moved, each as its place in its file and
   *     the last {@link #shuffle}'s seed decide; null leaves them as they are
   * @param smoothing the part of each label that is spread over all classes alike, from 0 to below
   *     1: (1 − smoothing) · one-hot + smoothing ÷ classes (Szegedy and others, "Rethinking the
   *     Inception architecture", 2016, section 7)
   */
  public Batches(
      ImageSet images, int batchSize, @Nullable Augmentation augmentation, double smoothing) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("need a batch size of at least 1, found " + batchSize);
    }
    this.images = images;
    this.batchSize = batchSize;
    this.order = new int[images.size()];
    this.augmenter = augmentation == null ? null : new Augmenter(images, augmentation);
    this.off = (float) (smoothing / images.classes());
    this.on = (float) (1 - smoothing + smoothing / images.classes());
    inOrder();
  }

  /** How many batches an epoch has. */
  public int count() {
    return (int) (((long) order.length + batchSize - 1) / batchSize);
  }

  /** Takes the images in an order that depends on {@code seed} only, not on what went before. */
  public void shuffle(long seed) {
    inOrder();
    Shuffle.shuffle(order, seed);
    this.seed = seed;
  }

  /** Takes the images in the set's own order. */
  public void inOrder() {
    Arrays.setAll(order, i -> i);
  }

  /**
   * Fills a batch.
   *
   * @param batch from 0, below {@link #count}
   * @return valid until the next call, which may overwrite its arrays; copy what has to stay
   */
  public Batch get(int batch) {
    Objects.checkIndex(batch, count());
    int first = batch * batchSize;
    int size = Math.min(batchSize, order.length - first);
    Slot slot = slot(size);
    for (int i = 0; i < size; i++) {
      slot.put(i, order[first + i]);
    }
    return slot.batch;
  }

  private Slot slot(int size) {
    if (size == batchSize) {
      if (full == null) {
        full = new Slot(size);
      }
      return full;
    }
    if (last == null) {
      last = new Slot(size);
    }
    return last;
  }

  /**
   * The arrays of one batch size and views of their memory. The arrays are whole, not views, so the
   * buffers begin where the arrays do; a {@link Batch} keeps the memory alive.
   */
  private final class Slot {
    private final Batch batch;
    private final FloatBuffer features;
    private final FloatBuffer labels;
    private final float[] image = new float[images.imageBytes()];
    private final float[] target = new float[images.classes()];

    Slot(int size) {
      batch =
          new Batch(
              array(size, images.channels(), images.height(), images.width()),
              array(size, images.classes()),
              new int[size]);
      features = batch.features().data().asNioFloat();
      labels = batch.labels().data().asNioFloat();
      Arrays.fill(target, off);
    }

    void put(int position, int index) {
      if (augmenter == null) {
        images.scaleInto(index, image);
      } else {
        augmenter.augment(index, seed, image);
      }
      features.put(position * image.length, image);
      int label = images.label(index);
      batch.classes()[position] = label;
      target[label] = on;
      labels.put(position * target.length, target);
      target[label] = off;
    }

    private static INDArray array(long... shape) {
      return Nd4j.createUninitializedDetached(DataType.FLOAT, 'c', shape);
    }
  }
}
