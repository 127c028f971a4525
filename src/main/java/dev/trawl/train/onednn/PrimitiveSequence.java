package dev.trawl.train.onednn;

import dev.trawl.train.onednn.NativeScope.Step;
import java.util.List;
import org.bytedeco.dnnl.memory;

/**
 * A program's primitives in order, and the arrays that they work on.
 *
 * @param bytes the memory that holds the arrays
 */
record PrimitiveSequence(
    List<Step> forward, List<Step> backward, Result result, long bytes, List<Place> places) {
  /** What is read after the forward pass, and what is written before the backward pass. */
  record Result(Tensor logits, Tensor probabilities, ArrayMemory labels) {}

  /** Where an array lies: so many bytes behind the beginning of its block. */
  record Place(memory handle, MemoryPlan.Block block, long offset) {}

  /** Has all arrays lie in the memory from {@code base} on. */
  void bind(long base) {
    Address address = new Address();
    for (Place place : places) {
      address.moveTo(base + place.block().offset() + place.offset());
      place.handle().set_data_handle(address);
    }
  }
}
