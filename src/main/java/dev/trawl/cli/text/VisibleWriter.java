package dev.trawl.cli.text;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * The door to a terminal: what is printed for people goes through it and can't steer the terminal,
 * whoever recorded or wrote it. Only {@link #strong} gets a style through.
 */
public final class VisibleWriter extends Writer {
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter target;

  /** Nobody who recorded a text could know it. */
  private final String mark = Long.toString(System.nanoTime(), Character.MAX_RADIX);

  public VisibleWriter(PrintWriter target) {
    this.target = target;
  }

  /** The text as this writer prints it in bold. */
  public String strong(String text) {
    return mark + "<" + text + mark + ">";
  }

  @Override
  public void write(char[] text, int offset, int length) {
    print(new String(text, offset, length));
  }

  @Override
  public void write(String text, int offset, int length) {
    print(text.substring(offset, offset + length));
  }

  private void print(String text) {
    String visible = VisibleText.of(text);
    target.write(visible.replace(mark + "<", BOLD).replace(mark + ">", PLAIN));
  }

  /** A PrintWriter keeps its errors to itself. */
  @Override
  public void flush() throws IOException {
    if (target.checkError()) {
      throw new IOException("need to write, found a full disk or a reader that left");
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
