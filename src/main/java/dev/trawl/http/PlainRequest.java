package dev.trawl.http;

import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;

/**
 * A request without the headers by which it would be another than it is: of another method, which
 * Javalin would obey, or of another protocol, which nothing here speaks. What asks for a socket
 * Javalin would answer past every guard, with a session that stays.
 */
final class PlainRequest extends Request.Wrapper {
  private static final List<String> IGNORED =
      List.of("X-HTTP-Method-Override", "Upgrade", "Sec-WebSocket-Version");

  private final HttpFields headers;

  private PlainRequest(Request request) {
    super(request);
    HttpFields.Mutable kept = HttpFields.build(request.getHeaders());
    IGNORED.forEach(kept::remove);
    headers = kept.asImmutable();
  }

  static Request of(Request request, HttpFields.Mutable response) {
    return IGNORED.stream().anyMatch(request.getHeaders()::contains)
        ? new PlainRequest(request)
        : request;
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }
}
