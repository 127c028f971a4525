package dev.trawl.store.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, in lower-case hexadecimal. */
public final class Digest {
  private Digest() {}

  public static String sha256(byte[] bytes) {
    return hexadecimal(sha256().digest(bytes));
  }

  public static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("need SHA-256, which every JVM has", e);
    }
  }

  public static String hexadecimal(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
