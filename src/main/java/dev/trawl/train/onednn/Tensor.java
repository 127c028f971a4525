package dev.trawl.train.onednn;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * An array of a program while it is built: its layout, its place in the memory plan, and, for what
 * an operation made of its inputs, the gradients that the operations behind it have found so far.
 */
final class Tensor {
  private final memory.desc layout;
  private final memory handle;
  private final MemoryPlan.@Nullable Block block;
  private final List<Tensor> gradients = new ArrayList<>();
  private boolean constant;
  private int holders = 1;

  /**
   * @param block null for memory that isn't the program's own
   */
  Tensor(memory.desc layout, memory handle, MemoryPlan.@Nullable Block block) {
    this.layout = layout;
    this.handle = handle;
    this.block = block;
  }

  memory.desc layout() {
    return layout;
  }

  memory memory() {
    return handle;
  }

  MemoryPlan.@Nullable Block block() {
    return block;
  }

  /** Nobody needs its gradient: the network's input, and what is made of it alone. */
  Tensor asConstant() {
    constant = true;
    return this;
  }

  boolean isConstant() {
    return constant;
  }

  /** What was found by one more operation that reads this. */
  void addGradient(Tensor gradient) {
    gradients.add(gradient);
  }

  List<Tensor> gradients() {
    return gradients;
  }

  /** One more operation needs its values as they are now. */
  void hold() {
    holders++;
  }

  void release() {
    holders--;
  }

  /** Whether whoever reads it now may write over it. */
  boolean isMine() {
    return holders == 1;
  }
}
