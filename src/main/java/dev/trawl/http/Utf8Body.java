package dev.trawl.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** A body that is text, which is UTF-8 and nothing else. */
public final class Utf8Body {
  private static final int PIECE = 8192;

  private Utf8Body() {}

  /** Refuses what is no UTF-8, with the place of the first byte that is not. */
  public static void need(byte[] body) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer bytes = ByteBuffer.wrap(body);
    CharBuffer dropped = CharBuffer.allocate(PIECE);
    CoderResult result = CoderResult.OVERFLOW;
    while (result.isOverflow()) {
      dropped.clear();
      result = decoder.decode(bytes, dropped, true);
    }
    if (result.isError()) {
      throw new RequestException(
          400,
          "The request is not valid",
          "need UTF-8, found bytes that are not, from byte %d on".formatted(bytes.position() + 1));
    }
  }
}
