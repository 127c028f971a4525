package dev.trawl.spark;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars that an executor needs beside Spark's own: Trawl's, and those that training uses. */
final class ExecutorJars {
  private static final Pattern NEEDED =
      Pattern.compile(
          "(nd4j|deeplearning4j|javacpp|dnnl|openblas|opencl|guava|jackson-1|protobuf|resources|neoitertools"
              + "|byteunits|fastutil|flatbuffers|jna|oshi|snakeyaml|threetenbp|arbiter|hipparchus"
              + "|commons-statistics|commons-numbers|commons-rng|commons-math3|jspecify).*\\.jar");

  private ExecutorJars() {}

  /**
   * Their paths.
   *
   * @throws IOException when Trawl does not run from its jar
   */
  static List<String> find() throws IOException {
    Path own = own();
    Path libraries = own.resolveSibling("lib");
    if (!Files.isRegularFile(own) || !Files.isDirectory(libraries)) {
      throw new IOException(
          "need Trawl's jar with lib beside it, as mvn -Pspark package makes it, found " + own);
    }
    try (Stream<Path> found = Files.list(libraries)) {
      Stream<Path> needed =
          found.filter(jar -> NEEDED.matcher(jar.getFileName().toString()).matches());
      return Stream.concat(Stream.of(own), needed).map(Path::toString).sorted().toList();
    }
  }

  private static Path own() throws IOException {
    try {
      return Path.of(
          ExecutorJars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
