package dev.trawl.search.arbiter;

import dev.trawl.sweep.Distribution;
import java.util.OptionalLong;

/** What a distribution gives. */
public final class DrawnValues {
  private DrawnValues() {}

  /** How many values there are; empty where they can't be counted. */
  public static OptionalLong count(Distribution distribution) {
    Long size = Axis.of("", distribution).size();
    return size == null ? OptionalLong.empty() : OptionalLong.of(size);
  }
}
