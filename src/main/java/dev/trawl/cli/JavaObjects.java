package dev.trawl.cli;

import java.io.ObjectInputFilter;

/**
 * Java's own serialization, which lets a file that somebody made run code while it is read. Trawl
 * has no use for it, so no library of this process shall have one either.
 */
final class JavaObjects {
  private JavaObjects() {}

  /** From now on whatever this process deserializes is refused, but for a filter set before. */
  static void refuseAll() {
    if (ObjectInputFilter.Config.getSerialFilter() == null) {
      ObjectInputFilter.Config.setSerialFilter(object -> ObjectInputFilter.Status.REJECTED);
    }
  }
}
