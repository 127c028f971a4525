package dev.trawl.testkit;

import java.nio.file.Path;

/** Where tests keep MNIST between builds: the user's own cache. */
public final class TestCache {
  private TestCache() {}

  public static Path datasets() {
    String cache = System.getenv("TRAWL_CACHE");
    Path trawl =
        cache == null
            ? Path.of(System.getProperty("user.home"), ".cache", "trawl")
            : Path.of(cache);
    return trawl.resolve("datasets");
  }
}
