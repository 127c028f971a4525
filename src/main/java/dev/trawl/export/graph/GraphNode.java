package dev.trawl.export.graph;

import java.util.List;
import java.util.Optional;

/** One step of a {@link ModelGraph}; it gives a tensor of its own name. Immutable. */
public sealed interface GraphNode {
  /** Of the node, of the tensor that it gives, and of the layer that it was. */
  String name();

  /** The tensors that it reads. */
  List<String> inputs();

  /** Has the visitor's method for this kind of node called. */
  void accept(Visitor visitor) throws UnsupportedLayerException;

  /** The same node with its result clipped; empty where it can't do that. */
  default Optional<GraphNode> clipped(Clip clip) {
    return Optional.empty();
  }

  /** The same node with factor · x + shift of each channel of its result; empty likewise. */
  default Optional<GraphNode> scaled(double[] factor, double[] shift) {
    return Optional.empty();
  }

  /** A node that reads one tensor. */
  sealed interface OfOne extends GraphNode {
    String input();

    @Override
    default List<String> inputs() {
      return List.of(input());
    }
  }

  /** What a node does to its own result. */
  enum Clip {
    NONE,
    /** max(x, 0). */
    RELU,
    /** min(max(x, 0), 6). */
    RELU6
  }

  /** Where a kernel is put, in pixels; rows and columns that fill no window are left out. */
  record Window(
      int height,
      int width,
      int strideDown,
      int strideRight,
      int top,
      int left,
      int bottom,
      int right) {
    int rows(int height) {
      return (height + top + bottom - this.height) / strideDown + 1;
    }

    int columns(int width) {
      return (width + left + right - this.width) / strideRight + 1;
    }

    /** Whether nothing is put around the image. */
    public boolean isBare() {
      return top == 0 && left == 0 && bottom == 0 && right == 0;
    }

    /** Whether it is as TensorFlow's SAME: the odd row and column below and to the right. */
    public boolean isSame(TensorShape image) {
      return equals(same(height, width, strideDown, strideRight, image));
    }

    /** Output as large as the image, divided by the stride and rounded up. */
    static Window same(int height, int width, int down, int right, TensorShape image) {
      int rows = padding(image.height(), height, down);
      int columns = padding(image.width(), width, right);
      return new Window(
          height,
          width,
          down,
          right,
          rows / 2,
          columns / 2,
          rows - rows / 2,
          columns - columns / 2);
    }

    private static int padding(int size, int kernel, int stride) {
      int outputs = (size + stride - 1) / stride;
      return Math.max(0, (outputs - 1) * stride + kernel - size);
    }
  }

  /**
   * Groups are one, or as many as channels.
   *
   * @param groups of channels that a filter looks at, each by itself
   */
  record Convolution(
      String name, String input, Weights weights, int groups, Window window, Clip clip)
      implements OfOne {
    @Override
    public void accept(Visitor visitor) throws UnsupportedLayerException {
      visitor.convolution(this);
    }

    @Override
    public Optional<GraphNode> clipped(Clip by) {
      return clip == Clip.NONE
          ? Optional.of(new Convolution(name, input, weights, groups, window, by))
          : Optional.empty();
    }

    @Override
    public Optional<GraphNode> scaled(double[] factor, double[] shift) {
      Weights both = weights.then(factor, shift);
      return clip == Clip.NONE
          ? Optional.of(new Convolution(name, input, both, groups, window, clip))
          : Optional.empty();
    }
  }

  /** Of a vector. */
  record Dense(String name, String input, Weights weights, Clip clip) implements OfOne {
    @Override
    public void accept(Visitor visitor) throws UnsupportedLayerException {
      visitor.dense(this);
    }

    @Override
    public Optional<GraphNode> clipped(Clip by) {
      return clip == Clip.NONE
          ? Optional.of(new Dense(name, input, weights, by))
          : Optional.empty();
    }

    @Override
    public Optional<GraphNode> scaled(double[] factor, double[] shift) {
      return clip == Clip.NONE
          ? Optional.of(new Dense(name, input, weights.then(factor, shift), clip))
          : Optional.empty();
    }
  }

  /** The largest of each window, or the mean. */
  record Pool(String name, String input, boolean max, Window window) implements OfOne {
    @Override
    public void accept(Visitor visitor) throws UnsupportedLayerException {
      visitor.pool(this);
    }
  }

  /** Each channel's mean, [channels, 1, 1]. */
  record GlobalAverage(String name, String input) implements OfOne {
    @Override
    public void accept(Visitor visitor) throws UnsupportedLayerException {
      visitor.globalAverage(this);
    }
  }

  /** Of two tensors of the same shape. */
  record Sum(String name, String left, String right, Clip clip) implements GraphNode {
    @Override
    public List<String> inputs() {
      return List.of(left, right);
    }

    @Override
    public void accept(Visitor visitor) throws UnsupportedLayerException {
      visitor.sum(this);
    }

    @Override
    public Optional<GraphNode> clipped(Clip by) {
      return clip == Clip.NONE ? Optional.of(new Sum(name, left, right, by)) : Optional.empty();
    }
  }

  /** Each channel of an image times its factor of [channels, 1, 1]. */
  record ChannelScale(String name, String image, String factors) implements GraphNode {
    @Override
    public List<String> inputs() {
      return List.of(image, factors);
    }

    @Override
    public void accept(Visitor visitor) throws UnsupportedLayerException {
      visitor.channelScale(this);
    }
  }

  /** A function of each number by itself. */
  record Pointwise(String name, String input, PointwiseFunction function) implements OfOne {
    @Override
    public void accept(Visitor visitor) throws UnsupportedLayerException {
      visitor.pointwise(this);
    }
  }

  /** An image as a vector: channel by channel, row by row. */
  record Flatten(String name, String input) implements OfOne {
    @Override
    public void accept(Visitor visitor) throws UnsupportedLayerException {
      visitor.flatten(this);
    }
  }

  /** Of a vector. */
  record Softmax(String name, String input) implements OfOne {
    @Override
    public void accept(Visitor visitor) throws UnsupportedLayerException {
      visitor.softmax(this);
    }
  }

  /**
   * Between an image's pixels, each a token: softmax(Q·Kᵀ ÷ √size)·V for each head, then the output
   * projection.
   *
   * @param query [heads · size, channels], as the next two
   * @param output [outputs, heads · size]
   */
  record Attention(
      String name,
      String input,
      int heads,
      int size,
      Weights query,
      Weights key,
      Weights value,
      Weights output)
      implements OfOne {
    @Override
    public void accept(Visitor visitor) throws UnsupportedLayerException {
      visitor.attention(this);
    }
  }

  /** One method for each kind of node; what a format can't hold is an exception that names it. */
  interface Visitor {
    void convolution(Convolution node) throws UnsupportedLayerException;

    void dense(Dense node) throws UnsupportedLayerException;

    void pool(Pool node) throws UnsupportedLayerException;

    void globalAverage(GlobalAverage node) throws UnsupportedLayerException;

    void sum(Sum node) throws UnsupportedLayerException;

    void channelScale(ChannelScale node) throws UnsupportedLayerException;

    void pointwise(Pointwise node) throws UnsupportedLayerException;

    void flatten(Flatten node) throws UnsupportedLayerException;

    void softmax(Softmax node) throws UnsupportedLayerException;

    void attention(Attention node) throws UnsupportedLayerException;
  }
}
