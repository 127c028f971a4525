package dev.trawl.train.onednn;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;
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

  /** Where steps run, one after another. */
  stream queue() {
    return queue;
  }

  <P extends Pointer> P keep(P pointer) {
    kept.push(pointer);
    return pointer;
  }

  /** Memory of the scope's own. */
  memory allocate(memory.desc description) {
    return keep(new memory(keep(description), processor));
  }

  /** Memory that is an ND4J array's, another one each time; in 32 bits, in c order. */
  ArrayMemory bind(memory.desc description, long... shape) {
    return new ArrayMemory(keep(new memory(keep(description), processor, null)), shape);
  }

  /** Scratchpads are for the caller to give. */
  primitive_attr attributes() {
    primitive_attr attributes = keep(new primitive_attr());
    attributes.set_scratchpad_mode(dnnl.scratchpad_mode.user);
    return attributes;
  }

  @Override
  public void close() {
    while (!kept.isEmpty()) {
      kept.pop().close();
    }
  }
}
