package dev.trawl.data;

import dev.trawl.testkit.JavaProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/** A JVM of its own that fetches the tiny dataset. */
final class FetchProcess {
  private FetchProcess() {}

  static Process start(Path cache, String kind, String source) throws IOException {
    return JavaProcess.with()
        .main(FetchProcess.class, cache.toString(), kind, source)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] arguments) throws IOException {
    String source = arguments[2];
    DatasetSource chosen =
        arguments[1].equals("npm")
            ? TinyDataset.npm(source)
            : new MirrorSource(URI.create(source), Duration.ofSeconds(30));
    TinyDataset tiny = new TinyDataset();
    tiny.datasets(Path.of(arguments[0]), chosen).load(tiny.spec(), 1);
  }
}
