package dev.trawl.train.onednn;

import java.util.List;
import java.util.function.Supplier;
import org.bytedeco.dnnl.primitive_desc_base;
import org.jspecify.annotations.Nullable;

/** Chooses among layouts by what oneDNN has for them. */
final class Fastest {
  /** What oneDNN calls code that works for any layout, at a hundredth of the speed. */
  private static final String REFERENCE = "ref";

  private Fastest() {}

  /**
   * The first description with fast code behind it; the last that there is, if none has.
   *
   * @param ways each may throw what oneDNN throws when there is no such primitive
   */
  static <D extends primitive_desc_base> D of(NativeScope scope, List<Supplier<D>> ways) {
    @Nullable D found = null;
    @Nullable RuntimeException problem = null;
    for (Supplier<D> way : ways) {
      try {
        found = scope.keep(way.get());
        if (!isReference(found)) {
          return found;
        }
      } catch (RuntimeException e) {
        problem = e;
      }
    }
    if (found == null) {
      throw new IllegalStateException("oneDNN has no primitive for this", problem);
    }
    return found;
  }

  static boolean isReference(primitive_desc_base description) {
    return description.impl_info_str().getString().startsWith(REFERENCE);
  }
}
