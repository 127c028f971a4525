package dev.trawl.train;

import dev.trawl.track.RunEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** What a run's results depend on beside the sweep file, by name. */
final class Environment {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Environment() {}

  static Map<String, String> read(NativeBackend backend) {
    Versions versions = Versions.read();
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("trawl", versions.trawl());
    environment.put("deeplearning4j", versions.deeplearning4j());
    environment.put("arbiter", versions.arbiter());
    environment.putAll(backend.asMap());
    environment.put("java", Runtime.version() + " " + System.getProperty("java.vendor", "unknown"));
    environment.put(
        "os",
        "%s %s %s"
            .formatted(
                System.getProperty("os.name"),
                System.getProperty("os.version"),
                System.getProperty("os.arch")));
    environment.put(RunEnvironment.PROCESSOR, processor());
    environment.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    String threads = System.getenv("OMP_NUM_THREADS");
    environment.put("omp_num_threads", threads == null ? "unset" : threads);
    return environment;
  }

  /** Linux tells; elsewhere the architecture has to do. */
  private static String processor() {
    if (Files.isReadable(PROCESSORS)) {
      try (Stream<String> lines = Files.lines(PROCESSORS)) {
        return lines
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse(System.getProperty("os.arch", "unknown"));
      } catch (IOException e) {
        return System.getProperty("os.arch", "unknown");
      }
    }
    return System.getProperty("os.arch", "unknown");
  }
}
