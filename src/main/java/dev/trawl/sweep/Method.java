package dev.trawl.sweep;

/** How candidates are proposed. */
public enum Method {
  /** Every combination, in the file's order, the last parameter varying fastest. */
  GRID,
  /** Independent draws from each distribution. */
  RANDOM,
  /** By a program that trains in its own loop; not in a sweep file. */
  EXTERNAL
}
