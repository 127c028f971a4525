package dev.trawl.serving;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is served, and to whom.
 *
 * @param source where the model comes from
 * @param format as {@code --format} names it; null takes {@code onnx}, or what there is
 * @param host a name or address of this machine
 * @param port 0 takes any
 * @param token what each request must bear, but for health; null or blank needs none, and is for
 *     loopback only
 * @param allowedHosts more names that the Host header may have
 * @param corsOrigins sites whose pages may ask
 * @param watch whether another model of the source is served from then on
 */
public record ServingSettings(
    ModelSource source,
    @Nullable String format,
    String host,
    int port,
    @Nullable String token,
    Set<String> allowedHosts,
    Set<String> corsOrigins,
    boolean watch) {
  public static final String LOOPBACK = "127.0.0.1";
  public static final int PORT = 8080;

  public ServingSettings {
    allowedHosts = Set.copyOf(allowedHosts);
    corsOrigins = Set.copyOf(corsOrigins);
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("need a port from 0 to 65535, found " + port);
    }
  }
}
