package dev.trawl.track;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a run's network takes each image of a part of the data set for. Immutable; safe for use by
 * many threads.
 */
public final class ImagePredictions {
  /** Beyond it a record would be too large to be one row. */
  public static final int MOST_IMAGES = 400_000;

  private static final int LARGEST_CONFIDENCE = 255;

  private final Part part;
  private final int epoch;
  private final int[] indexes;
  private final char[] classes;
  private final byte[] confidences;
  private final @Nullable BitSet right;

  /** Which images. */
  public enum Part {
    VALIDATION,
    TEST
  }

  /**
   * @param epoch after which, from 1
   * @param indexes where each image stands in its source file, from 0
   * @param classes what each is taken for: the label's index, from 0 to 65,535
   * @param confidences the probability of that class, from 0 to 255 for 0 to 1
   * @param right of which images, by their place in these arrays, that is the label; null where it
   *     is not known
   * @throws IllegalArgumentException for other values, arrays of different lengths, or more images
   *     than {@link #MOST_IMAGES}
   */
  public ImagePredictions(
      Part part,
      int epoch,
      int[] indexes,
      int[] classes,
      int[] confidences,
      @Nullable BitSet right) {
    if (indexes.length != classes.length
        || indexes.length != confidences.length
        || indexes.length > MOST_IMAGES) {
      throw new IllegalArgumentException(
          "need an index, a class and a confidence of each of at most %,d images, found %,d, %,d and %,d"
              .formatted(MOST_IMAGES, indexes.length, classes.length, confidences.length));
    }
    if (right != null && right.length() > indexes.length) {
      throw new IllegalArgumentException(
          "need %,d images, found the one at %,d right"
              .formatted(indexes.length, right.length() - 1));
    }
    need("an epoch from 1", epoch, 1, Integer.MAX_VALUE);
    for (int i = 0; i < indexes.length; i++) {
      need("an index from 0", indexes[i], 0, Integer.MAX_VALUE);
      need("a class from 0 to 65,535", classes[i], 0, Character.MAX_VALUE);
      need("a confidence from 0 to 255", confidences[i], 0, LARGEST_CONFIDENCE);
    }
    this.part = part;
    this.epoch = epoch;
    this.indexes = indexes.clone();
    this.classes = new char[classes.length];
    this.confidences = new byte[confidences.length];
    for (int i = 0; i < classes.length; i++) {
      this.classes[i] = (char) classes[i];
      this.confidences[i] = (byte) confidences[i];
    }
    this.right = right == null ? null : (BitSet) right.clone();
  }

  /** Those of images whose labels are not known. */
  public ImagePredictions(Part part, int epoch, int[] indexes, int[] classes, int[] confidences) {
    this(part, epoch, indexes, classes, confidences, null);
  }

  private static void need(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException("need %s, found %d".formatted(what, value));
    }
  }

  /** A probability from 0 to 1 as the nearest of 0 to 255; NaN is 0. */
  public static int confidence(double probability) {
    return (int) Math.round(Math.max(0, Math.min(1, probability)) * LARGEST_CONFIDENCE);
  }

  public Part part() {
    return part;
  }

  /** After which the network was asked, from 1. */
  public int epoch() {
    return epoch;
  }

  /** How many images. */
  public int size() {
    return indexes.length;
  }

  /** Where an image stands in its source file, from 0. */
  public int index(int image) {
    return indexes[image];
  }

  /** Whether the other has the same images, each at the same place. */
  public boolean hasOrderOf(ImagePredictions other) {
    return Arrays.equals(indexes, other.indexes);
  }

  /** What an image is taken for: the label's index. */
  public int predicted(int image) {
    return classes[image];
  }

  /** The probability of that class, 0 to 255 for 0 to 1. */
  public int confidence(int image) {
    return Byte.toUnsignedInt(confidences[image]);
  }

  /** Whether it is known which images are taken for what they are. */
  public boolean knowsRight() {
    return right != null;
  }

  /** Whether an image is taken for what it is; false where that is not known. */
  public boolean isRight(int image) {
    return right != null && right.get(image);
  }

  /** The images' places in their source file. */
  public BitSet images() {
    BitSet places = new BitSet();
    Arrays.stream(indexes).forEach(places::set);
    return places;
  }

  /**
   * The places in their source file of the images that are taken for what they are; empty where
   * that is not known.
   */
  public Optional<BitSet> rightImages() {
    return Optional.ofNullable(right)
        .map(
            known -> {
              BitSet places = new BitSet();
              known.stream().forEach(image -> places.set(indexes[image]));
              return places;
            });
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImagePredictions that
        && part == that.part
        && epoch == that.epoch
        && Arrays.equals(indexes, that.indexes)
        && Arrays.equals(classes, that.classes)
        && Arrays.equals(confidences, that.confidences)
        && Objects.equals(right, that.right);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(indexes) + Arrays.hashCode(classes);
  }

  /** The first few. */
  @Override
  public String toString() {
    return "%s epoch %d, %d images %s"
        .formatted(
            part,
            epoch,
            size(),
            IntStream.range(0, Math.min(size(), 5))
                .mapToObj(i -> "%d: %d (%d)".formatted(index(i), predicted(i), confidence(i)))
                .toList());
  }
}
