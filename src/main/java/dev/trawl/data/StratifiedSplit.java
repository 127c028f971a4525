package dev.trawl.data;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Chooses images class by class, so that every part has the classes in the proportions of the
 * whole. Each class is put into an order of its own, by the seed; a subset is the beginning of each
 * order. What is chosen from one file never depends on what is chosen from another.
 */
final class StratifiedSplit {
  private final int[][] imagesByClass;
  private final int size;

  /**
   * A stratified choice among all of {@code images}.
   *
   * @param stream tells apart choices that share a seed
   */
  StratifiedSplit(LabelledImages images, int classes, long seed, long stream) {
    this(shuffledClasses(images, classes, seed, stream));
  }

  private StratifiedSplit(int[][] imagesByClass) {
    this.imagesByClass = imagesByClass;
    this.size = Arrays.stream(imagesByClass).mapToInt(images -> images.length).sum();
  }

  int size() {
    return size;
  }

  /** At most {@code limit} of the images; all when there are no more. */
  StratifiedSplit limitedTo(int limit) {
    if (limit >= size) {
      return this;
    }
    int[] taken = apportion((double) limit / size, limit);
    return new StratifiedSplit(slices(new int[taken.length], taken));
  }

  /**
   * Holds out {@code fraction} of the images, rounded over all; each class gets its share to within
   * one image.
   */
  Halves holdOut(double fraction) {
    int[] heldOut = apportion(fraction, heldOut(fraction, size));
    int[] ends = Arrays.stream(imagesByClass).mapToInt(images -> images.length).toArray();
    return new Halves(
        new StratifiedSplit(slices(heldOut, ends)),
        new StratifiedSplit(slices(new int[ends.length], heldOut)));
  }

  /** How many of so many images are held out. */
  static int heldOut(double fraction, int images) {
    return Math.toIntExact(Math.round(fraction * images));
  }

  /** The images chosen, in the order of the file. */
  int[] images() {
    return Arrays.stream(imagesByClass).flatMapToInt(Arrays::stream).sorted().toArray();
  }

  /** The largest-remainder method: round down, then one more where the most was cut off. */
  private int[] apportion(double fraction, int total) {
    int classes = imagesByClass.length;
    double[] shares = new double[classes];
    int[] taken = new int[classes];
    for (int c = 0; c < classes; c++) {
      shares[c] = fraction * imagesByClass[c].length;
      taken[c] = (int) shares[c];
    }
    int left = total - Arrays.stream(taken).sum();
    IntStream.range(0, classes)
        .boxed()
        .filter(c -> taken[c] < imagesByClass[c].length)
        .sorted(Comparator.comparingDouble(c -> taken[c] - shares[c]))
        .limit(left)
        .forEach(c -> taken[c]++);
    return taken;
  }

  private int[][] slices(int[] from, int[] to) {
    int[][] slices = new int[imagesByClass.length][];
    Arrays.setAll(slices, c -> Arrays.copyOfRange(imagesByClass[c], from[c], to[c]));
    return slices;
  }

  private static int[][] shuffledClasses(
      LabelledImages images, int classes, long seed, long stream) {
    int[][] shuffled = new int[classes][];
    for (int c = 0; c < classes; c++) {
      int wanted = c;
      int[] members =
          IntStream.range(0, images.count()).filter(i -> images.label(i) == wanted).toArray();
      Shuffle.shuffle(members, seed, stream, c);
      shuffled[c] = members;
    }
    return shuffled;
  }

  /** What stays and what is held out. */
  record Halves(StratifiedSplit kept, StratifiedSplit heldOut) {}
}
