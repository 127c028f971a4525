package dev.trawl.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the user's files are, as the environment says: a container's user often has no name, and
 * then Java takes {@code ?} for the home folder.
 */
final class UserFolders {
  private static final String HOME = "user.home";

  private final Map<String, String> environment;

  /**
   * @param environment the environment variables
   */
  UserFolders(Map<String, String> environment) {
    this.environment = environment;
  }

  /** Lets everything in this process that asks Java find the same folders. */
  void settle() {
    home().ifPresent(home -> System.setProperty(HOME, home.toString()));
    if (System.getProperty(NativeCache.FOLDER) == null) {
      System.setProperty(NativeCache.FOLDER, nativeCache().toString());
    }
  }

  /** {@code HOME}, else what the system knows of the user; empty without either. */
  Optional<Path> home() {
    return Stream.of(environment.getOrDefault("HOME", ""), System.getProperty(HOME, ""))
        .map(Path::of)
        .filter(Path::isAbsolute)
        .findFirst();
  }

  /** The path of this name, with {@code ~} for the home folder where the shell left it. */
  Path path(String name) {
    if (!name.equals("~") && !name.startsWith("~/")) {
      return Path.of(name);
    }
    return home()
        .orElseThrow(() -> CommandException.usage("need HOME to say where ~ is, found " + name))
        .resolve(name.substring(Math.min(2, name.length())));
  }

  /**
   * Where datasets are kept: {@code TRAWL_CACHE}, else the first that can be written of {@code
   * XDG_CACHE_HOME/trawl}, {@code ~/.cache/trawl} and a folder of the user's own in the temporary
   * one.
   */
  Path cache() {
    String chosen = environment.getOrDefault("TRAWL_CACHE", "");
    return chosen.isEmpty() ? cache(Path.of(".cache", "trawl"), Path.of("")) : Path.of(chosen);
  }

  /** Where javacpp unpacks: its own place in the home folder if it did so before, else as above. */
  Path nativeCache() {
    Path usual = Path.of(".javacpp", "cache");
    Optional<Path> filled = home().map(home -> home.resolve(usual)).filter(UserFolders::isFilled);
    String chosen = environment.getOrDefault("TRAWL_CACHE", "");
    return filled.orElseGet(
        () ->
            chosen.isEmpty()
                ? cache(usual, Path.of("javacpp"))
                : Path.of(chosen).toAbsolutePath().resolve("javacpp"));
  }

  private static boolean isFilled(Path folder) {
    return Files.isWritable(folder) && new NativeCache(folder).isFilled();
  }

  /** The folder below the home folder, or elsewhere the one below our own. */
  private Path cache(Path belowHome, Path below) {
    Optional<Path> xdg =
        Optional.of(Path.of(environment.getOrDefault("XDG_CACHE_HOME", "")))
            .filter(Path::isAbsolute)
            .map(folder -> folder.resolve("trawl").resolve(below));
    return Stream.concat(xdg.stream(), home().map(home -> home.resolve(belowHome)).stream())
        .filter(UserFolders::canBeWritten)
        .findFirst()
        .orElseGet(() -> temporary().resolve(below));
  }

  /** Whether it is there, or can be made, for this user to write to. */
  static boolean canBeWritten(Path folder) {
    Path existing = folder;
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    return Files.isDirectory(existing) && Files.isWritable(existing);
  }

  /** Made when it is not there: another user must not be the one who fills it. */
  private static Path temporary() {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    try {
      Path probe = Files.createTempFile(parent, "trawl", null);
      UserPrincipal user = Files.getOwner(probe);
      Files.delete(probe);
      Path folder = parent.resolve("trawl-" + user.getName());
      create(folder);
      if (!isOnlyOf(user, folder)) {
        throw CommandException.failed(
            "need a folder of your own for what is fetched and unpacked, found %s, where others can"
                    .formatted(folder)
                + " write; set HOME or TRAWL_CACHE to one");
      }
      return folder;
    } catch (IOException e) {
      throw CommandException.failed(
          "need a folder for what is fetched and unpacked, found none that can be written to, nor"
              + " is %s; set HOME or TRAWL_CACHE to one".formatted(parent));
    }
  }

  private static void create(Path folder) throws IOException {
    try {
      Files.createDirectory(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } catch (FileAlreadyExistsException e) {
      // From the last time, or somebody else's, which is seen next.
    }
  }

  private static boolean isOnlyOf(UserPrincipal user, Path folder) throws IOException {
    Set<PosixFilePermission> permissions =
        Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)
        && !permissions.contains(PosixFilePermission.GROUP_WRITE)
        && !permissions.contains(PosixFilePermission.OTHERS_WRITE);
  }
}
