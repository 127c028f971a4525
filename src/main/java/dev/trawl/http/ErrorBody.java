package dev.trawl.http;

/** How a server words its errors. Stateless. */
public interface ErrorBody {
  String contentType();

  /** The body of an answer with this status. */
  byte[] of(int status, String title, String detail);
}
