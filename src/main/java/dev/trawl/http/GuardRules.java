package dev.trawl.http;

import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a server lets in, beside what its address says.
 *
 * @param bodyTypes the content types that a body may have, in lower case; an empty text is none
 * @param isPage what a link on another site may open, and what an address with a token may
 * @param isPublic what needs no token
 * @param contentSecurityPolicy of its answers; a page may set one of its own
 * @param hosts more names that a Host header may have, at any port or at one, such as {@code
 *     models.example.org} or {@code localhost:9000}
 * @param origins sites whose pages may ask, such as {@code https://app.example.org}
 */
public record GuardRules(
    List<String> bodyTypes,
    Predicate<Context> isPage,
    Predicate<Context> isPublic,
    String contentSecurityPolicy,
    Set<String> hosts,
    Set<String> origins) {
  private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:.]+]|[a-z0-9_.-]+)(:\\d{1,5})?");

  private static final Pattern ORIGIN =
      Pattern.compile("https?://(\\[[0-9a-f:.]+]|[a-z0-9_.-]+)(:\\d{1,5})?");

  /**
   * Takes hosts and origins in any case.
   *
   * @throws IllegalArgumentException for what is no host or no origin
   */
  public GuardRules {
    bodyTypes = List.copyOf(bodyTypes);
    hosts = checked(hosts, HOST, "a host such as models.example.org or localhost:9000");
    origins =
        checked(origins, ORIGIN, "an origin such as https://app.example.org").stream()
            .map(GuardRules::asSent)
            .collect(Collectors.toUnmodifiableSet());
  }

  /** As browsers write it: without the port that its scheme has anyway. */
  private static String asSent(String origin) {
    return origin.replaceFirst(origin.startsWith("https:") ? ":443$" : ":80$", "");
  }

  /** Rules without further hosts and origins. */
  public static GuardRules of(
      List<String> bodyTypes, Predicate<Context> isPage, String contentSecurityPolicy) {
    return new GuardRules(
        bodyTypes, isPage, ctx -> false, contentSecurityPolicy, Set.of(), Set.of());
  }

  /** Whether a Host header, in lower case, is one of {@link #hosts}. */
  boolean namesHost(String host, String withoutPort) {
    return hosts.contains(host) || hosts.contains(withoutPort);
  }

  /** The content types that one may choose from. */
  String neededTypes() {
    return bodyTypes.stream().filter(type -> !type.isEmpty()).collect(Collectors.joining(" or "));
  }

  private static Set<String> checked(Set<String> found, Pattern form, String needed) {
    return found.stream()
        .map(
            text -> {
              String lower = text.toLowerCase(Locale.ROOT);
              if (!form.matcher(lower).matches()) {
                throw new IllegalArgumentException("need %s, found %s".formatted(needed, text));
              }
              return lower;
            })
        .collect(Collectors.toUnmodifiableSet());
  }
}
