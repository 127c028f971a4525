package dev.trawl.store;

import org.jspecify.annotations.Nullable;

/** Who connects; null where the URL says it. */
record Credentials(@Nullable String user, @Nullable String password) {
  static final Credentials IN_URL = new Credentials(null, null);

  /** What H2 itself takes without any. */
  static final Credentials NONE = new Credentials("sa", "");

  /** Nobody's secret is printed. */
  @Override
  public String toString() {
    return "Credentials[user=%s]".formatted(user);
  }
}
