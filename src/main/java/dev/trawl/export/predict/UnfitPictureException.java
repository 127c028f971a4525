package dev.trawl.export.predict;

import java.util.List;

/** A picture that a model can't take as it is; the message says what was needed and found. */
public final class UnfitPictureException extends Exception {
  private static final long serialVersionUID = 1L;

  private final List<PictureChange> missing;

  UnfitPictureException(String message, List<PictureChange> missing) {
    super(message);
    this.missing = List.copyOf(missing);
  }

  /** What would make it fit; empty when nothing would. */
  public List<PictureChange> missing() {
    return missing;
  }
}
