package dev.trawl.train.onednn;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.Pointer;

/**
 * Native objects that are made together and freed together, and the stream that they run on. For
 * one thread.
 *
 * <p>Scratchpads are the scope's own memory: oneDNN's default, one a thread behind the caller's
 * back, outlives the run and ties a primitive to the thread that made it.
 */
final class NativeScope implements AutoCloseable {
  private final engine processor = OneDnn.engine();
  private final Deque<Pointer> kept = new ArrayDeque<>();
  private final stream queue = keep(new stream(processor));

  /** Something to run, with its arguments bound. */
  interface Step {
    void run();
  }

  engine engine() {
    return processor;
  }

  <P extends Pointer> P keep(P pointer) {
    kept.push(pointer);
    return pointer;
  }

  memory.desc describe(memory.format_tag tag, long... dimensions) {
    return keep(new memory.desc(dimensions, memory.data_type.f32, tag));
  }

  /** Memory of the scope's own. */
  memory allocate(memory.desc description) {
    return keep(new memory(keep(description), processor));
  }

  /** Memory that is an ND4J array's, another one each time. */
  ArrayMemory bind(memory.desc description) {
    return new ArrayMemory(keep(new memory(keep(description), processor, null)));
  }

  primitive_attr attributes() {
    primitive_attr attributes = keep(new primitive_attr());
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }

  /** Attributes of a primitive that applies ReLU to what it writes. */
  primitive_attr attributesWithRelu() {
    primitive_attr attributes = attributes();
    post_ops relu = keep(new post_ops());
    relu.append_eltwise(dnnl.algorithm.eltwise_relu, 0, 0);
    attributes.set_post_ops(relu);
    return attributes;
  }

  /** A primitive with its arguments: oneDNN's argument numbers, each followed by a memory. */
  Step step(primitive operation, primitive_desc_base description, Object... arguments) {
    keep(operation);
    IntMemoryMap map = keep(new IntMemoryMap());
    for (int i = 0; i < arguments.length; i += 2) {
      map.put((Integer) arguments[i], (memory) arguments[i + 1]);
    }
    memory.desc scratchpad = keep(description.scratchpad_desc());
    if (scratchpad.get_size() > 0) {
      map.put(dnnl.DNNL_ARG_SCRATCHPAD, allocate(scratchpad));
    }
    return () -> operation.execute(queue, map);
  }

  /** Copies one memory to another and changes the layout on the way. */
  Step copy(memory from, memory to) {
    var description = keep(new reorder.primitive_desc(from, to, attributes(), false));
    return step(
        new reorder(description), description, dnnl.DNNL_ARG_SRC, from, dnnl.DNNL_ARG_DST, to);
  }

  /** ReLU's gradient by its output; {@code gradient} and {@code result} may be the same memory. */
  Step reluBackward(memory.desc description, memory output, memory gradient, memory result) {
    dnnl.algorithm relu = dnnl.algorithm.eltwise_relu_use_dst_for_bwd;
    var forward =
        keep(
            new eltwise_forward.primitive_desc(
                processor,
                dnnl.prop_kind.forward_training,
                relu,
                description,
                description,
                0f,
                attributes(),
                false));
    var backward =
        keep(
            new eltwise_backward.primitive_desc(
                processor,
                relu,
                description,
                description,
                description,
                0f,
                forward,
                attributes(),
                false));
    return step(
        new eltwise_backward(backward),
        backward,
        dnnl.DNNL_ARG_DST,
        output,
        dnnl.DNNL_ARG_DIFF_DST,
        gradient,
        dnnl.DNNL_ARG_DIFF_SRC,
        result);
  }

  /** sum ← sum + first · second. */
  Step multiplyAdd(memory.desc description, memory first, memory second, memory sum) {
    primitive_attr attributes = attributes();
    post_ops add = keep(new post_ops());
    add.append_sum();
    attributes.set_post_ops(add);
    return binary(dnnl.algorithm.binary_mul, description, attributes, first, second, sum);
  }

  /** result ← first − second. */
  Step subtract(memory.desc description, memory first, memory second, memory result) {
    return binary(dnnl.algorithm.binary_sub, description, attributes(), first, second, result);
  }

  private Step binary(
      dnnl.algorithm operator,
      memory.desc description,
      primitive_attr attributes,
      memory first,
      memory second,
      memory result) {
    var operation =
        keep(
            new binary.primitive_desc(
                processor, operator, description, description, description, attributes, false));
    return step(
        new binary(operation),
        operation,
        dnnl.DNNL_ARG_SRC_0,
        first,
        dnnl.DNNL_ARG_SRC_1,
        second,
        dnnl.DNNL_ARG_DST,
        result);
  }

  @Override
  public void close() {
    while (!kept.isEmpty()) {
      kept.pop().close();
    }
  }
}
