package dev.trawl.cli;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.DatasetPaths;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a command line may change of a sweep file. */
final class SweepArguments {
  /** What the longest text that is read takes; a device or a pipe may have no end. */
  private static final int MOST_BYTES = 4_000_000;

  static final String SET = "--set";

  @Option(
      names = SET,
      paramLabel = "KEY=VALUE",
      description = "Overrides a key, such as training.epochs=3. Repeatable.")
  private List<String> settings = new ArrayList<>();

  @Option(
      names = "--run-cap",
      paramLabel = "N",
      description = "Overrides run_cap: how many runs the sweep has at most.")
  private @Nullable Integer runCap;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Overrides seed, which decides every run.")
  private @Nullable Long seed;

  @Option(names = "--name", paramLabel = "NAME", description = "Overrides the sweep's name.")
  private @Nullable String name;

  /** The file, with what the command line changes. */
  SweepSource read(String file) throws IOException {
    return new SweepSource(file, text(file), overrides());
  }

  /** The same, under another name unless the command line gives one. */
  SweepSource named(SweepSource source, String newName) {
    if (name != null) {
      return source;
    }
    List<String> overrides = new ArrayList<>(source.overrides());
    overrides.add("name=" + quoted(newName));
    return new SweepSource(source.file(), source.text(), overrides);
  }

  List<String> overrides() {
    List<String> overrides = new ArrayList<>(settings);
    if (runCap != null) {
      overrides.add("run_cap=" + runCap);
    }
    if (seed != null) {
      overrides.add("seed=" + seed);
    }
    if (name != null) {
      overrides.add("name=" + quoted(name));
    }
    return overrides;
  }

  /** A text that YAML can't take for a number or anything else. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  /**
   * The same with the path of its images made absolute; a relative one is beside the file.
   *
   * @param spec what it says
   */
  static SweepSource located(SweepSource source, SweepSpec spec) {
    try {
      Path folder = Path.of(source.file()).toAbsolutePath().getParent();
      return DatasetPaths.absolute(source, spec, folder == null ? Path.of("") : folder);
    } catch (InvalidPathException e) {
      throw CommandException.usage("need a folder at dataset.path, found " + e.getMessage());
    }
  }

  private static String text(String file) throws IOException {
    try (InputStream in = open(file)) {
      byte[] bytes = in.readNBytes(MOST_BYTES + 1);
      if (bytes.length > MOST_BYTES) {
        throw CommandException.usage(
            "need a sweep file of at most %,d bytes, found more in %s".formatted(MOST_BYTES, file));
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException e) {
      throw CommandException.usage(
          "need a sweep file, found no file %s%s"
              .formatted(
                  file, NearestFile.of(file).map("; did you mean %s?"::formatted).orElse("")));
    } catch (CharacterCodingException e) {
      throw CommandException.usage("need a sweep file in UTF-8, found other bytes in " + file);
    } catch (IOException e) {
      throw CommandException.failed(
          "need a sweep file that can be read, found %s: %s"
              .formatted(file, ErrorMessages.reason(e)));
    }
  }

  private static InputStream open(String file) throws IOException {
    if (Files.isDirectory(Path.of(file))) {
      throw CommandException.usage("need a sweep file, found the folder " + file);
    }
    return Files.newInputStream(Path.of(file));
  }
}
