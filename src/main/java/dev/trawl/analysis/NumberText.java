package dev.trawl.analysis;

import dev.trawl.sweep.yaml.ValueText;

/** Real numbers for people. */
public final class NumberText {
  private static final int DIGITS = 4;

  private NumberText() {}

  /** With all of its digits, such as {@code 0.00123456} or {@code 3.21e-15}. */
  public static String exact(double value) {
    return ValueText.exact(value);
  }

  /** With at most four digits, such as {@code 0.003}, {@code 0.5} or {@code 3.2e-5}. */
  public static String of(double value) {
    return of(value, DIGITS);
  }

  /**
   * With at most so many digits.
   *
   * @param digits from 1
   */
  public static String of(double value, int digits) {
    return ValueText.rounded(value, digits);
  }
}
