package dev.trawl.train.onednn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a primitive reads and writes, by oneDNN's argument numbers. */
final class Arguments {
  private final Map<Integer, Tensor> tensors = new LinkedHashMap<>();

  /**
   * @param tensor null for one that this primitive does without
   */
  Arguments with(int argument, @Nullable Tensor tensor) {
    if (tensor != null) {
      tensors.put(argument, tensor);
    }
    return this;
  }

  Map<Integer, Tensor> tensors() {
    return tensors;
  }
}
