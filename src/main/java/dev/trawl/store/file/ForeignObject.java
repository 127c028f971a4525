package dev.trawl.store.file;

/** A file of H2 holds what Trawl does not write, which H2 might run. */
final class ForeignObject extends FileDamage {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was needed, then what was found
   */
  ForeignObject(String message) {
    super(message);
  }
}
