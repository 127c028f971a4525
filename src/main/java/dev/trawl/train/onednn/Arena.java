package dev.trawl.train.onednn;

import org.bytedeco.dnnl.memory;
import org.jspecify.annotations.Nullable;

/**
 * The memory that a network's programs work in, one at a time: as large as the largest of them
 * needs. What is in it lasts from a program's forward pass to its backward pass.
 */
final class Arena implements AutoCloseable {
  private @Nullable NativeScope scope;
  private long size;
  private long address;

  /** Makes room for a program; the address changes if there was less. */
  void reserve(long bytes) {
    if (bytes > size) {
      size = bytes;
      close();
    }
  }

  /** Where it begins. */
  long address() {
    if (scope == null) {
      scope = new NativeScope();
      memory.desc plain =
          scope.keep(new memory.desc(new long[] {size}, memory.data_type.u8, memory.format_tag.a));
      address = scope.keep(scope.allocate(plain).get_data_handle()).address();
    }
    return address;
  }

  @Override
  public void close() {
    if (scope != null) {
      scope.close();
      scope = null;
    }
  }
}
