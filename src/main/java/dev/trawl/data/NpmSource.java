package dev.trawl.data;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * A package that the npm client fetches, with the registry and proxy that it is configured for.
 * None of the package's scripts is run, and npm's own cache and logs stay in the work folder.
 *
 * @param npm the client's command line, up to its first argument
 * @param version exact
 * @param folder where the files are in the package
 */
record NpmSource(
    List<String> npm, String packageName, String version, String folder, Duration timeout)
    implements DatasetSource {
  private static final int LINES_SHOWN = 4;

  NpmSource {
    npm = List.copyOf(npm);
  }

  /** The npm on this machine's path. */
  static List<String> installedNpm() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    return List.of(system.startsWith("windows") ? "npm.cmd" : "npm");
  }

  @Override
  public String title() {
    return "npm (%s@%s)".formatted(packageName, version);
  }

  @Override
  public Path fetch(List<String> fileNames, Path work) throws IOException, InterruptedException {
    Path log = work.resolve("npm.log");
    Process process = start(work, log);
    try {
      process.getOutputStream().close();
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IOException(
            "need npm to end within %d s, found it running".formatted(timeout.toSeconds()));
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "need npm to end with 0, found %d: %s".formatted(process.exitValue(), lastLines(log)));
      }
    } finally {
      end(process);
    }
    return work.resolve("node_modules").resolve(packageName).resolve(folder);
  }

  private Process start(Path work, Path log) throws IOException {
    List<String> command = new ArrayList<>(npm);
    command.addAll(List.of("install", packageName + "@" + version));
    command.addAll(List.of("--no-save", "--ignore-scripts", "--no-audit", "--no-fund"));
    command.addAll(List.of("--loglevel=error", "--update-notifier=false"));
    command.addAll(List.of("--prefix", work.toString()));
    command.addAll(List.of("--cache", work.resolve("npm-cache").toString()));
    try {
      return new ProcessBuilder(command)
          .directory(work.toFile())
          .redirectErrorStream(true)
          .redirectOutput(log.toFile())
          .start();
    } catch (IOException e) {
      throw new IOException("need npm on the path, found: " + FailureText.describe(e), e);
    }
  }

  private static String lastLines(Path log) throws IOException {
    List<String> lines =
        Files.readString(log, Charset.defaultCharset())
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    return String.join(" | ", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }

  /** Ends the client and what it started; waits even when interrupted, so that no file is open. */
  private static void end(Process process) {
    List<ProcessHandle> descendants = process.descendants().toList();
    process.destroyForcibly();
    descendants.forEach(ProcessHandle::destroyForcibly);
    process.onExit().join();
  }
}
