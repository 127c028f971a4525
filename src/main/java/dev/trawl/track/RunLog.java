package dev.trawl.track;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a run's log: its beginning and its end, and why it failed. Sizes are in UTF-16
 * units.
 *
 * @param head the first {@link #KEPT} at most
 * @param tail the last {@link #KEPT} at most of what follows the head
 * @param omitted how many are left out between them
 * @param failure null unless it failed
 */
public record RunLog(String head, String tail, long omitted, @Nullable Failure failure) {
  public static final int KEPT = 65_536;
  public static final RunLog EMPTY = new RunLog("", "", 0, null);

  /**
   * Why a run failed.
   *
   * @param message of the exception, or what else says why
   * @param trace the exception's stack; its first {@link #KEPT} at most
   */
  public record Failure(String message, String trace) {
    public Failure {
      message = first(message);
      trace = first(trace);
    }
  }

  public RunLog {
    if (head.length() > KEPT || tail.length() > KEPT || omitted < 0) {
      throw new IllegalArgumentException(
          "need at most %,d characters of each end and omitted >= 0, found %,d, %,d and omitted=%d"
              .formatted(KEPT, head.length(), tail.length(), omitted));
    }
  }

  /** The same, with more written to it. */
  public RunLog plus(String text) {
    String begin = head;
    String rest = text;
    if (tail.isEmpty() && omitted == 0) {
      begin = first(head + text);
      rest = (head + text).substring(begin.length());
    }
    String all = tail + rest;
    int from = all.length() - KEPT;
    if (from <= 0) {
      return new RunLog(begin, all, omitted, failure);
    }
    if (Character.isLowSurrogate(all.charAt(from))) {
      from++;
    }
    return new RunLog(begin, all.substring(from), omitted + from, failure);
  }

  /** How much was written in all. */
  public long length() {
    return head.length() + omitted + tail.length();
  }

  /**
   * What was written after so much of it, with a line that says what is left out, if anything is.
   *
   * @param written 0 to {@link #length()}
   */
  public String after(long written) {
    long cut = Math.max(0, written - head.length());
    String begin = written < head.length() ? head.substring((int) written) : "";
    String left = cut < omitted ? cutLine(begin, omitted - cut) : "";
    return begin + left + tail.substring((int) Math.max(0, cut - omitted));
  }

  private static String cutLine(String before, long characters) {
    String end = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
    return "%s… %,d characters are left out here …\n".formatted(end, characters);
  }

  /** All of it, and the trace of why it failed behind it. */
  public String text() {
    return after(0) + (failure == null ? "" : "\n" + failure.trace());
  }

  /** The same, of a run that failed. */
  public RunLog failed(Failure why) {
    return new RunLog(head, tail, omitted, why);
  }

  /** Without half of a character at its end. */
  private static String first(String text) {
    if (text.length() <= KEPT) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(KEPT - 1)) ? KEPT - 1 : KEPT;
    return text.substring(0, end);
  }
}
