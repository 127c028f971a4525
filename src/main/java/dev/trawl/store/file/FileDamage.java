package dev.trawl.store.file;

import java.io.IOException;

/** A file of H2 does not hold what it should. */
public class FileDamage extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was needed, then what was found, as in {@code need …, found …}
   */
  FileDamage(String message) {
    super(message);
  }

  FileDamage(String message, Throwable cause) {
    super(message, cause);
  }
}
