package dev.trawl.http;

/** A request that is answered with an error; the message is shown to whoever asked. */
public class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String title;

  /**
   * @param status 400 to 599
   * @param detail what was needed, and what was found
   */
  public RequestException(int status, String title, String detail) {
    super(detail);
    this.status = status;
    this.title = title;
  }

  public final int status() {
    return status;
  }

  public final String title() {
    return title;
  }

  public final String detail() {
    return String.valueOf(getMessage());
  }
}
