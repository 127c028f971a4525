package dev.trawl.dashboard;

import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Set;

/**
 * A route of the REST interface.
 *
 * @param path with its parameters, as Javalin has it
 * @param keys that its query may have; what has another is refused
 */
record Route(HandlerType method, String path, Set<String> keys, Handler handler) {
  Route {
    keys = Set.copyOf(keys);
  }

  /** HEAD asks what GET would answer, without its body, which the server leaves out. */
  List<HandlerType> methods() {
    return method.equals(HandlerType.GET) ? List.of(method, HandlerType.HEAD) : List.of(method);
  }

  static Route get(String path, Handler handler, String... keys) {
    return new Route(HandlerType.GET, path, Set.of(keys), handler);
  }

  static Route post(String path, Handler handler, String... keys) {
    return new Route(HandlerType.POST, path, Set.of(keys), handler);
  }

  static Route put(String path, Handler handler) {
    return new Route(HandlerType.PUT, path, Set.of(), handler);
  }

  static Route delete(String path, Handler handler) {
    return new Route(HandlerType.DELETE, path, Set.of(), handler);
  }
}
