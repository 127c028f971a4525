package dev.trawl.http;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a browser may load and run for an answer, as a {@code Content-Security-Policy}: nothing but
 * what is named here. A nonce, new with each page, lets in the style elements that the page marks
 * with it, and no other.
 */
public final class ContentPolicy {
  /** The header's name. */
  public static final String HEADER = "Content-Security-Policy";

  /** For what is no page. */
  public static final String NOTHING =
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  private static final int NONCE_BYTES = 16;

  private ContentPolicy() {}

  /** A text of letters, digits, {@code -} and {@code _} that nobody can guess. */
  public static String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** For a page without scripts, whose style element has the nonce. */
  static String text(String nonce) {
    return NOTHING + "; style-src 'nonce-%s'; img-src data:".formatted(nonce);
  }

  /**
   * For a page whose scripts, styles, images and requests are its own server's. Its script and
   * style elements have the nonce; images may also be those that its scripts make.
   */
  public static String app(String nonce) {
    return NOTHING
        + "; script-src 'self' 'nonce-%1$s'; style-src 'self' 'nonce-%1$s'".formatted(nonce)
        + "; img-src 'self' data: blob:; connect-src 'self'";
  }
}
