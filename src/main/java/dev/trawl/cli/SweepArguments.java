package dev.trawl.cli;

import dev.trawl.sweep.SweepSource;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
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
  @Option(
      names = "--set",
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

  private static String text(String file) throws IOException {
    try {
      if (Files.isDirectory(Path.of(file))) {
        throw CommandException.usage("need a sweep file, found the folder " + file);
      }
      return Files.readString(Path.of(file));
    } catch (NoSuchFileException e) {
      throw CommandException.usage("need a sweep file, found no file " + file);
    } catch (CharacterCodingException e) {
      throw CommandException.usage("need a sweep file in UTF-8, found other bytes in " + file);
    } catch (InvalidPathException e) {
      throw CommandException.usage("need a file name, found " + file);
    }
  }
}
