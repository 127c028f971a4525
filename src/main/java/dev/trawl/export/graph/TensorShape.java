package dev.trawl.export.graph;

import java.util.List;

/** One image's features: [channels, height, width], or a vector. */
public record TensorShape(List<Integer> sizes) {
  public TensorShape {
    sizes = List.copyOf(sizes);
  }

  static TensorShape image(int channels, int height, int width) {
    return new TensorShape(List.of(channels, height, width));
  }

  static TensorShape vector(int size) {
    return new TensorShape(List.of(size));
  }

  /** Whether it is a vector. */
  public boolean isVector() {
    return sizes.size() == 1;
  }

  /** An image's, or a vector's numbers. */
  public int channels() {
    return sizes.get(0);
  }

  /** Of an image. */
  public int height() {
    return sizes.get(1);
  }

  /** Of an image. */
  public int width() {
    return sizes.get(2);
  }

  /** How many numbers there are. */
  public int count() {
    return sizes.stream().reduce(1, Math::multiplyExact);
  }
}
