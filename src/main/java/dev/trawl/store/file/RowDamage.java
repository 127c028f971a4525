package dev.trawl.store.file;

/** Rows are not as they were written, in a file that is whole. */
public final class RowDamage extends FileDamage {
  private static final long serialVersionUID = 1L;

  RowDamage(String message) {
    super(message);
  }

  /** Whether a file was not opened because of it. */
  public static boolean isCauseOf(Throwable failure) {
    return failure instanceof RowDamage
        || (failure.getCause() != null && isCauseOf(failure.getCause()));
  }
}
