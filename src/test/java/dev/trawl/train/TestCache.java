package dev.trawl.train;

import java.nio.file.Path;

/** Where tests keep MNIST between builds: the user's own cache. */
final class TestCache {
  private TestCache() {}

  static Path folder() {
    String cache = System.getenv("TRAWL_CACHE");
    Path trawl =
        cache == null
            ? Path.of(System.getProperty("user.home"), ".cache", "trawl")
            : Path.of(cache);
    return trawl.resolve("datasets");
  }
}
