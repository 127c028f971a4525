package dev.trawl.export;

import dev.trawl.draft.Draft;
import dev.trawl.export.ExportedModel.ExportedFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.stream.Stream;

/** A folder that appears whole or not at all. */
final class ModelFolder {
  /** Of taking the place, while others do the same. */
  private static final int MOST_TRIES = 20;

  private final Path directory;
  private final Set<String> ours;

  /**
   * As it was asked for, so that a message names no folder above the working one.
   *
   * @param ours the files that an export may have; a folder with others isn't replaced
   */
  ModelFolder(Path directory, Set<String> ours) {
    this.ours = Set.copyOf(ours);
    Path asked = directory.normalize();
    boolean below = !asked.isAbsolute() && !asked.startsWith("..") && !asked.toString().isEmpty();
    this.directory = below ? Path.of(".").resolve(asked) : directory.toAbsolutePath().normalize();
  }

  /** Writes the files of a folder. */
  interface Filler {
    ExportedModel fill(Path folder) throws IOException, ExportException;
  }

  /**
   * Has the folder filled beside its place and moves it there.
   *
   * @throws ExportException when something other than an earlier export is there
   */
  ExportedModel write(Filler filler) throws IOException, ExportException {
    refuseToReplace();
    if (Files.isSymbolicLink(directory)) { // What it leads to is replaced; it stays.
      return new ModelFolder(directory.toRealPath(), ours).write(filler);
    }
    Path parent = directory.getParent();
    if (parent == null) {
      throw new ExportException("need a folder to write, found " + directory);
    }
    Files.createDirectories(parent);
    try (Draft draft = Draft.in(parent, ".trawl-export-")) {
      return draft.fill(() -> write(filler, draft));
    }
  }

  /** In a folder of the draft, which has the permissions that folders usually get. */
  private ExportedModel write(Filler filler, Draft draft) throws IOException, ExportException {
    Path made = Files.createDirectory(draft.resolve("model"));
    ExportedModel exported = filler.fill(made);
    draft.needWanted();
    for (int tries = 1; !took(made, draft.resolve("earlier-" + tries), tries); tries++) {
      draft.needWanted();
      if (tries == MOST_TRIES) {
        throw new ExportException(
            "need a folder to write, found others that write %s at once"
                .formatted(directory.normalize()));
      }
    }
    return new ExportedModel(
        exported.runId(),
        directory.toAbsolutePath().normalize(),
        exported.testAccuracy(),
        exported.files(),
        exported.formats());
  }

  /** What fails may do so because another export's folder came and went meanwhile. */
  private boolean took(Path made, Path earlier, int tries) throws IOException, ExportException {
    try {
      return take(made, earlier);
    } catch (IOException e) {
      if (tries == MOST_TRIES) {
        throw e;
      }
      return false;
    }
  }

  /**
   * Puts a folder into its place, and what was there aside.
   *
   * @param earlier where nothing is yet
   * @return false when another export came first, or took away what was there; it has to be tried
   *     again
   */
  private boolean take(Path made, Path earlier) throws IOException, ExportException {
    try {
      refuseToReplace(); // Whoever owns the place had all the time of an export to use it.
      if (Files.exists(directory)) {
        Files.move(directory, earlier, StandardCopyOption.ATOMIC_MOVE);
      }
    } catch (NoSuchFileException e) {
      return false;
    }
    try {
      Files.move(made, directory, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      if (Files.exists(directory)) {
        return false;
      }
      if (Files.exists(earlier)) {
        Files.move(earlier, directory, StandardCopyOption.ATOMIC_MOVE);
      }
      throw e;
    }
  }

  /**
   * Looks at what is there, as {@link #write} does.
   *
   * @throws ExportException when it is something other than an earlier export, such as a file, a
   *     device or a link to nothing
   */
  void refuseToReplace() throws IOException, ExportException {
    if (!isFolder()) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      if (!files.allMatch(file -> ours.contains(String.valueOf(file.getFileName())))) {
        throw new ExportException(
            "need an empty folder or an earlier export, found other files in "
                + directory.normalize());
      }
    }
  }

  /** Looks once: another export may take it away between two looks. */
  private boolean isFolder() throws IOException, ExportException {
    try {
      if (Files.readAttributes(directory, BasicFileAttributes.class).isDirectory()) {
        return true;
      }
    } catch (NoSuchFileException e) {
      if (!Files.isSymbolicLink(directory)) {
        return false;
      }
    }
    throw new ExportException(
        "need a folder to write, found %s, which is none".formatted(directory.normalize()));
  }

  static ExportedFile describe(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return new ExportedFile(
          String.valueOf(file.getFileName()), Files.size(file), HexFormat.of().formatHex(digest));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // Every JVM has SHA-256.
    }
  }
}
