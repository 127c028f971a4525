package dev.trawl.store;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, in lower-case hexadecimal. */
final class Digest {
  private Digest() {}

  static String sha256(byte[] bytes) {
    return hexadecimal(sha256().digest(bytes));
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("need SHA-256, which every JVM has", e);
    }
  }

  static String hexadecimal(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
