package dev.trawl.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests of file contents, as lower-case hexadecimal. */
final class Checksums {
  private static final int PIECE_BYTES = 1 << 16;

  private Checksums() {}

  static MessageDigest md5() {
    return digest("MD5");
  }

  static MessageDigest sha256() {
    return digest("SHA-256");
  }

  static String hex(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /**
   * The MD5 and the length of a file's unpacked content, which is copied to {@code copy}.
   *
   * @throws IOException also when it is longer than {@code most} bytes; no more is unpacked
   */
  static Fingerprint fingerprint(Path file, OutputStream copy, long most) throws IOException {
    MessageDigest md5 = md5();
    try (InputStream in = RawContent.open(file);
        DigestOutputStream out = new DigestOutputStream(copy, md5)) {
      byte[] piece = new byte[PIECE_BYTES];
      long bytes = 0;
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        bytes += read;
        if (bytes > most) {
          throw new IOException("more than %d bytes".formatted(most));
        }
        out.write(piece, 0, read);
      }
      return new Fingerprint(bytes, hex(md5));
    }
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("need a JDK with " + algorithm, e);
    }
  }

  /** What tells one content from another. */
  record Fingerprint(long bytes, String md5) {
    @Override
    public String toString() {
      return "%d bytes with MD5 %s".formatted(bytes, md5);
    }
  }
}
