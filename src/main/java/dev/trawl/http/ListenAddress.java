package dev.trawl.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.util.JavalinBindException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a server listens.
 *
 * @param host as it was named
 */
public record ListenAddress(String host, InetAddress address) {
  private static final Logger LOGGER = LoggerFactory.getLogger(ListenAddress.class);

  /**
   * The longest head of a request, in bytes: a metric's name of 5,000 letters takes up to 60 kB.
   */
  private static final int LONGEST_HEAD = 1 << 16;

  /**
   * The address of this name.
   *
   * @throws IllegalArgumentException for an unknown host
   */
  public static ListenAddress of(String host) {
    try {
      return new ListenAddress(host, InetAddress.getByName(host));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "need a name or address of this machine, found " + host, e);
    }
  }

  /**
   * Who is let in by a token; null where everybody is.
   *
   * @param token null or blank needs none, and is for loopback only
   * @param others what other machines could do without one
   * @throws IllegalArgumentException beyond loopback without a token, or for one that can be
   *     guessed
   */
  public @Nullable TokenGate gate(@Nullable String token, String others) {
    TokenGate gate = token == null || token.isBlank() ? null : new TokenGate(token);
    if (gate == null && !address.isLoopbackAddress()) {
      throw new IllegalArgumentException(
          "need a token to listen beyond loopback, where other machines could %s; found host %s without one"
              .formatted(others, host));
    }
    return gate;
  }

  /**
   * Starts a server here, on {@code port} or the next one that is free; 0 takes any.
   *
   * @param ports how many are tried, at least 1
   * @throws IllegalStateException when no port is free
   */
  public Javalin listen(int port, int ports, Consumer<JavalinConfig> configuration) {
    int last = port == 0 ? 0 : Math.min(port + ports - 1, 65_535);
    for (int candidate = port; candidate <= last; candidate++) {
      if (isFree(candidate)) {
        try {
          int free = candidate;
          return Javalin.create(config -> configuration.accept(plain(config, free))).start();
        } catch (JavalinBindException e) {
          LOGGER.debug("port {} was taken meanwhile", candidate, e);
        }
      }
    }
    throw new IllegalStateException(
        "need a free port %s on %s, found none"
            .formatted(
                port == last ? String.valueOf(port) : "from %d to %d".formatted(port, last),
                address.getHostAddress()));
  }

  private JavalinConfig plain(JavalinConfig config, int port) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.jetty.modifyHttpConfiguration(
        http -> {
          http.addCustomizer(PlainRequest::of);
          http.setRequestHeaderSize(LONGEST_HEAD);
        });
    config.jetty.addConnector((server, http) -> connector(server, http, port));
    return config;
  }

  private ServerConnector connector(Server server, HttpConfiguration http, int port) {
    ServerConnector made = new ServerConnector(server, new DrainingConnections(http));
    made.setHost(address.getHostAddress());
    made.setPort(port);
    return made;
  }

  /** Asked beforehand, because Javalin reports a taken port as an error of its own. */
  private boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, address)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** The root of a server on this port. */
  public URI uri(int port) {
    return URI.create("http://%s:%d/".formatted(literal(address), port));
  }

  /**
   * What opens a server's page in a browser, on this machine first.
   *
   * @param gate whose token the links carry
   */
  public List<URI> links(int port, @Nullable TokenGate gate) {
    String query = gate == null ? "" : "?" + gate.parameter();
    Stream<String> hosts =
        address.isAnyLocalAddress()
            ? Stream.concat(Stream.of("127.0.0.1"), ownHostName().stream())
            : Stream.of(literal(address));
    return hosts.map(name -> URI.create("http://%s:%d/%s".formatted(name, port, query))).toList();
  }

  /** What a Host header may call this address, in lower case and without a port. */
  Set<String> names() {
    Set<String> names = new HashSet<>(Set.of("localhost", "127.0.0.1", "[::1]"));
    names.add(host.toLowerCase(Locale.ROOT));
    names.add(literal(address));
    if (address.isAnyLocalAddress()) {
      names.addAll(ownNames());
    }
    return names;
  }

  /** As a URL has it: without a zone, and an IPv6 address in brackets. */
  private static String literal(InetAddress address) {
    String text = address.getHostAddress().split("%", 2)[0];
    return text.contains(":") ? "[" + text + "]" : text;
  }

  private static Set<String> ownNames() {
    Set<String> found = new HashSet<>();
    try {
      NetworkInterface.networkInterfaces()
          .flatMap(NetworkInterface::inetAddresses)
          .forEach(address -> found.add(literal(address)));
    } catch (SocketException e) {
      // Fewer names are accepted, and the refusal says which are needed.
    }
    ownHostName().ifPresent(found::add);
    return found;
  }

  /** What this machine calls itself; empty where that is no address of its own. */
  private static Optional<String> ownHostName() {
    try {
      return Optional.of(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
