package dev.trawl.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The versions that a result depends on, as the build wrote them down.
 *
 * @param nativeClassifier which native library was built in, such as {@code linux-x86_64-onednn}
 */
public record Versions(
    String trawl, String deeplearning4j, String arbiter, String nativeClassifier) {

  private static final String RESOURCE = "versions.properties";

  /** Those of this build. */
  public static Versions read() {
    Properties properties = new Properties();
    try (InputStream in = Versions.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException(
            "need %s on the class path, found none".formatted(RESOURCE));
      }
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Versions(
        property(properties, "trawl"),
        property(properties, "deeplearning4j"),
        property(properties, "arbiter"),
        property(properties, "native_classifier"));
  }

  private static String property(Properties properties, String name) {
    String value = properties.getProperty(name);
    if (value == null) {
      throw new IllegalStateException("need %s in %s, found none".formatted(name, RESOURCE));
    }
    return value;
  }
}
