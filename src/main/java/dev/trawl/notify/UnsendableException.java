package dev.trawl.notify;

/** A notification can't be sent from here, or was not taken. */
public final class UnsendableException extends Exception {
  private static final long serialVersionUID = 1L;

  UnsendableException(String message) {
    super(message);
  }

  UnsendableException(String message, Throwable cause) {
    super(message, cause);
  }
}
