package dev.trawl.train.onednn;

import dev.trawl.train.onednn.ProgramBuilder.Purpose;
import org.bytedeco.dnnl.memory;

/** How the arrays of one program lie in memory, and of which numbers they are. */
final class Layouts {
  private final NativeScope scope;
  private final Purpose purpose;

  Layouts(NativeScope scope, Purpose purpose) {
    this.scope = scope;
    this.purpose = purpose;
  }

  /** Of activations, their gradients, and packed weights. */
  memory.data_type type() {
    return purpose.precision() == Precision.BFLOAT16 ? memory.data_type.bf16 : memory.data_type.f32;
  }

  memory.desc describe(memory.data_type type, memory.format_tag tag, long... dimensions) {
    return scope.keep(new memory.desc(dimensions, type, tag));
  }

  /** An activation's, as oneDNN would like it. */
  memory.desc any(Shape shape) {
    return describe(type(), memory.format_tag.any, shape.of(purpose.batch()));
  }

  /** The same numbers in whichever layout. */
  memory.desc anyLike(Tensor tensor) {
    long[] dimensions = new long[tensor.layout().get_ndims()];
    scope.keep(tensor.layout().get_dims()).get(dimensions);
    return describe(type(), memory.format_tag.any, dimensions);
  }

  /** An activation's, number after number as Deeplearning4j has them. */
  memory.desc channelsFirst(Shape shape) {
    return describe(type(), memory.format_tag.abcd, shape.of(purpose.batch()));
  }

  memory.desc channelsLast(Shape shape) {
    return describe(type(), memory.format_tag.acdb, shape.of(purpose.batch()));
  }

  /** The layout that this program prefers for what a convolution writes. */
  memory.desc preferred(Shape shape) {
    if (purpose.channelsLast()) {
      return channelsLast(shape);
    }
    int block = OneDnn.block();
    if (block == 0 || shape.channels() < block) {
      return any(shape);
    }
    memory.format_tag blocked = block == 16 ? memory.format_tag.aBcd16b : memory.format_tag.aBcd8b;
    return describe(type(), blocked, shape.of(purpose.batch()));
  }
}
