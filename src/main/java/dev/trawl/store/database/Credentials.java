package dev.trawl.store.database;

import org.jspecify.annotations.Nullable;

/** Who connects; null where the URL says it. */
public record Credentials(@Nullable String user, @Nullable String password) {
  public static final Credentials IN_URL = new Credentials(null, null);

  /** What H2 itself takes without any. */
  static final Credentials NONE = new Credentials("sa", "");

  /** Nobody's secret is printed. */
  @Override
  public String toString() {
    return "Credentials[user=%s]".formatted(user);
  }
}
