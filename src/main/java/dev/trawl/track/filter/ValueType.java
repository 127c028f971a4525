package dev.trawl.track.filter;

/** What the values of a key are, and so what it can be compared with. */
public enum ValueType {
  NUMBER(true, false),
  TEXT(false, true),
  /** Text that is one of {@link RunAttribute#STATUSES}. */
  STATUS(false, true),
  /** Milliseconds since 1970; a filter may say it as a date in quotes. */
  TIME(true, false),
  /** What JSON has: compared as a number where it is one, and as text. */
  JSON(true, true);

  private final boolean takesNumbers;
  private final boolean takesText;

  ValueType(boolean takesNumbers, boolean takesText) {
    this.takesNumbers = takesNumbers;
    this.takesText = takesText;
  }

  boolean takesNumbers() {
    return takesNumbers;
  }

  boolean takesText() {
    return takesText;
  }
}
