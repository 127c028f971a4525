package dev.trawl.train.onednn;

import java.util.List;

/**
 * One step of a network, forward and backward: a vertex, or several that are computed together.
 * Immutable, and made without oneDNN.
 */
interface Operation {
  /** For people, without the vertex's name: {@code conv 3×3 + relu}. */
  String description();

  /** What it makes of one image. */
  Shape output();

  /**
   * Whether its result must stay as it was written: it is read in the backward pass, or is a part
   * of another's.
   */
  default boolean keepsOutput() {
    return true;
  }

  /** Whether it is trained itself. */
  default boolean hasParameters() {
    return false;
  }

  /** Whether it is attention, which multiplies pixels. */
  default boolean isAttention() {
    return false;
  }

  /** Whether it is a convolution of each channel by itself. */
  default boolean isDepthwise() {
    return false;
  }

  /**
   * Adds the primitives of the forward pass now, and leaves those of the backward pass with {@link
   * ProgramBuilder#backwards}: they take the result's gradient and add one to each input that needs
   * it.
   *
   * @return the result
   */
  Tensor compile(ProgramBuilder program, List<Tensor> inputs);
}
