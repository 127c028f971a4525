package dev.trawl.serving;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A body as nearly every client sends it, read in one pass over its bytes: an object of one field,
 * nested arrays of pixels, those of a depth all of one length. Any other body is none, however it
 * differs: {@link JsonBody} reads it, and says what is wrong and where.
 *
 * @param sizes how long the arrays are, from the outermost to those of pixels; each at least 1
 * @param pixels in the order of the body; not copied
 */
@SuppressWarnings("ArrayRecordComponent")
record PlainArrays(String field, List<Integer> sizes, byte[] pixels) {
  private static final int DEEPEST = 4;

  /** Null when the body is anything else. */
  static @Nullable PlainArrays read(byte[] body) {
    return new Scan(body).read();
  }

  /** For one body. */
  private static final class Scan {
    private final byte[] body;
    private final byte[] pixels;
    private final int[] sizes = new int[DEEPEST];
    private int at;
    private int count;
    private int rank; // Unknown until the first pixel.

    Scan(byte[] body) {
      this.body = body;
      this.pixels = new byte[body.length / 2 + 1]; // with what is between two
    }

    @Nullable PlainArrays read() {
      if (!next('{') || !next('"')) {
        return null;
      }
      int name = at;
      while (at < body.length && body[at] >= 'a' && body[at] <= 'z') {
        at++;
      }
      String field = new String(body, name, at - name, StandardCharsets.US_ASCII);
      boolean isPlain = at < body.length && body[at++] == '"' && next(':') && array(0) && next('}');
      skipSpace();
      return isPlain && at == body.length
          ? new PlainArrays(
              field, IntStream.of(sizes).limit(rank).boxed().toList(), Arrays.copyOf(pixels, count))
          : null;
    }

    private boolean array(int depth) {
      if (depth == DEEPEST || !next('[')) {
        return false;
      }
      int length = 0;
      do {
        skipSpace();
        boolean nested = at < body.length && body[at] == '[';
        if (nested ? !array(depth + 1) : !pixel(depth + 1)) {
          return false;
        }
        length++;
      } while (next(','));
      if (sizes[depth] == 0) {
        sizes[depth] = length;
      }
      return length == sizes[depth] && next(']');
    }

    private boolean pixel(int depth) {
      int start = at;
      int end = start;
      int value = 0;
      for (int limit = Math.min(body.length, start + 3); end < limit; end++) {
        int digit = body[end] - '0';
        if (digit < 0 || digit > 9) {
          break;
        }
        value = 10 * value + digit;
      }
      at = end;
      boolean padded = end > start + 1 && body[start] == '0'; // which no number is in JSON
      rank = rank == 0 ? depth : rank;
      if (end == start || padded || value > 255 || rank != depth) {
        return false;
      }
      pixels[count++] = (byte) value;
      return true;
    }

    private boolean next(char expected) {
      skipSpace();
      boolean found = at < body.length && body[at] == expected;
      at += found ? 1 : 0;
      return found;
    }

    private void skipSpace() {
      while (at < body.length && body[at] <= ' ' && isSpace(body[at])) {
        at++;
      }
    }

    private static boolean isSpace(byte character) {
      return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }
  }
}
