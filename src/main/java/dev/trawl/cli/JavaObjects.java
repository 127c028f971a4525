package dev.trawl.cli;

import java.io.ObjectInputFilter;

/**
 * Java's own serialization, which lets a file that somebody made run code while it is read. Trawl
 * has no use for it, so no library of this process shall have one either.
 */
final class JavaObjects {
  private JavaObjects() {}

  /** What a Spark cluster's machines say to each other. */
  private static final String OF_SPARK =
      "java.**;scala.**;org.apache.spark.**;org.apache.hadoop.**;dev.trawl.**;!*";

  /** From now on whatever this process deserializes is refused, but for a filter set before. */
  static void refuseAll() {
    filter(object -> ObjectInputFilter.Status.REJECTED);
  }

  /** The same, but for what Spark and Trawl's own part of it send. */
  static void refuseAllButSpark() {
    filter(ObjectInputFilter.Config.createFilter(OF_SPARK));
  }

  private static void filter(ObjectInputFilter filter) {
    if (ObjectInputFilter.Config.getSerialFilter() == null) {
      ObjectInputFilter.Config.setSerialFilter(filter);
    }
  }
}
