package dev.trawl.store.database;

import dev.trawl.store.file.OrderedDisk;
import dev.trawl.store.file.UndamagedDisk;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a database is.
 *
 * @param base the URL before its settings; the path in it is absolute
 * @param settings H2's, by upper-case name, as the user wrote them
 * @param file the database's path without its ending; null unless it is a plain file of this
 *     machine
 * @param isOnlyRead whether a file with damaged rows is to be refused, since H2 would write to it
 */
public record DatabaseUrl(
    String base, Map<String, String> settings, @Nullable Path file, boolean isOnlyRead) {
  private static final String PREFIX = "jdbc:h2:";

  /** Of the file, which a URL of H2's leaves out. */
  private static final String ENDING = ".mv.db";

  /** One letter is a Windows drive. */
  private static final Pattern SCHEME = Pattern.compile("^([A-Za-z][A-Za-z0-9]+):.*");

  /**
   * Of databases in memory and those that a server has, which are no files of ours to check; and of
   * files that {@link OrderedDisk} checks, whatever is below it.
   */
  private static final Set<String> OTHERS = Set.of("mem", "tcp", "ssl", OrderedDisk.SCHEME);

  private static final Pattern PASSWORD =
      Pattern.compile("(;\\s*PASSWORD\\s*=)[^;]*", Pattern.CASE_INSENSITIVE);

  /** Needed by what the store promises, for a plain file; what the user wrote goes first. */
  private static final Map<String, String> FILE_DEFAULTS =
      Map.of(
          "AUTO_SERVER", "TRUE", // other processes reach the database through its owner
          "WRITE_DELAY", "0", // a commit is stored, though not flushed, when it returns
          "REUSE_SPACE", "FALSE", // until Flushing holds what the disk has
          "MAX_COMPACT_TIME", "0", // closing; Upkeep does it, so that no power cut can harm it
          "RETENTION_TIME", "0", // space is used again once Flushing does not hold it
          "CACHE_SIZE", "65536", // KB; the indexes that a page of 100,000 runs is found in
          "QUERY_CACHE_SIZE", "64", // all statements of an epoch, parsed once
          "LOB_TIMEOUT", "0", // models are read within a transaction; else space is kept for 5 min
          "TRACE_LEVEL_FILE", "0"); // what fails is said, and no other file appears

  /** In milliseconds. */
  private static final Map<String, String> DEFAULTS =
      Map.of("LOCK_TIMEOUT", "15000", "NETWORK_TIMEOUT", "15000");

  public DatabaseUrl {
    settings = Map.copyOf(settings);
  }

  /**
   * Reads a URL. H2 runs what the meta data of a file say, so a plain file is the only one that is
   * opened here: its pages are read first.
   *
   * @throws IllegalArgumentException when it is none of H2's, or of a file that can't be checked
   */
  public static DatabaseUrl parse(String url) {
    if (!url.startsWith(PREFIX)) {
      throw new IllegalArgumentException("need a URL that begins with jdbc:h2:, found " + url);
    }
    String[] parts = url.substring(PREFIX.length()).split(";", -1);
    Map<String, String> settings = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      String[] setting = parts[i].split("=", 2);
      if (setting.length == 2) {
        settings.put(setting[0].toUpperCase(Locale.ROOT), setting[1]);
      } else if (!parts[i].isEmpty()) {
        throw new IllegalArgumentException(
            "need NAME=VALUE behind each ; of the URL, found " + parts[i]);
      }
    }
    String path = parts[0].startsWith("file:") ? parts[0].substring(5) : parts[0];
    String name = path.endsWith(ENDING) ? path.substring(0, path.length() - ENDING.length()) : path;
    if (settings.containsKey("CIPHER")) {
      throw new IllegalArgumentException(
          "need a file that can be checked before H2 opens it, found one with CIPHER");
    }
    Matcher scheme = SCHEME.matcher(name);
    if (scheme.matches()) {
      if (!name.equals(parts[0]) || !OTHERS.contains(scheme.group(1).toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "need the path of a file, mem:, tcp: or ssl: behind jdbc:h2:, found " + parts[0]);
      }
      return new DatabaseUrl(PREFIX + parts[0], settings, null, false);
    }
    Path typed =
        name.startsWith("~/")
            ? Path.of(System.getProperty("user.home"), name.substring(2))
            : Path.of(name);
    Path file = typed.toAbsolutePath().normalize();
    if (file.toString().indexOf(';') >= 0) {
      throw new IllegalArgumentException(
          "need a database in a folder without ; in its path, which ends it in H2's URLs, found "
              + file);
    }
    needWritable(settings);
    return new DatabaseUrl(PREFIX + "file:" + file, settings, file, false);
  }

  private static void needWritable(Map<String, String> settings) {
    String mode = settings.getOrDefault("ACCESS_MODE_DATA", "rw");
    if (!mode.startsWith("rw")) {
      throw new IllegalArgumentException(
          "need a URL without ACCESS_MODE_DATA=%s, found it: a database that can't be written to is read from a copy by itself"
              .formatted(mode));
    }
  }

  /** Whether the user chose who connects. */
  public boolean hasCredentials() {
    return settings.containsKey("USER") || settings.containsKey("PASSWORD");
  }

  /** Whether another process has the database open, or had it when it was killed. */
  public boolean isElsewhere() {
    return file == null || Files.exists(new DatabaseFiles(file).file(".lock.db"));
  }

  /** Whether there is a process that has the database open, and listens. */
  boolean hasOwner() {
    return file == null || new DatabaseFiles(file).haveOwner();
  }

  /** The URL to connect to, with the settings that the store relies on. */
  public String jdbc() {
    Map<String, String> all = new LinkedHashMap<>(DEFAULTS);
    if (file != null) {
      all.putAll(FILE_DEFAULTS);
    }
    all.putAll(settings);
    return with(all);
  }

  /** The URL for a statement that takes long. */
  public String patient() {
    Map<String, String> own = new LinkedHashMap<>(settings);
    own.put("NETWORK_TIMEOUT", "86400000");
    return new DatabaseUrl(base, own, file, isOnlyRead).jdbc();
  }

  /** For whoever only reads; what another process has open is that one's concern. */
  DatabaseUrl toRead() {
    return new DatabaseUrl(base, settings, file, !isElsewhere());
  }

  /**
   * The same kind of database in another file that this process alone knows of and may delete at
   * any time: H2 writes a lock file again that is gone, with its folder.
   */
  public DatabaseUrl unlocked(Path other) {
    Map<String, String> own = new LinkedHashMap<>(settings);
    own.put("AUTO_SERVER", "FALSE");
    own.put("FILE_LOCK", "NO");
    own.put("DB_CLOSE_ON_EXIT", "FALSE"); // in nobody's way: it is deleted then
    own.put("IFEXISTS", "TRUE");
    return new DatabaseUrl(PREFIX + "file:" + other, own, other, false);
  }

  /** The same kind of database in another file, for one process alone. */
  public String alone(Path other) {
    Map<String, String> own = new LinkedHashMap<>(settings);
    own.remove("AUTO_SERVER");
    own.remove("IFEXISTS");
    own.putIfAbsent("TRACE_LEVEL_FILE", "0");
    return new DatabaseUrl(PREFIX + "file:" + other, own, other, false).with(own);
  }

  /** A URL for people to read: without its password. */
  public static String shown(String url) {
    return PASSWORD.matcher(url).replaceAll("$1***");
  }

  private String disk() {
    return isOnlyRead ? UndamagedDisk.register() : OrderedDisk.register();
  }

  private String with(Map<String, String> all) {
    StringBuilder url = new StringBuilder(file != null ? PREFIX + disk() + ":" + file : base);
    all.forEach((key, value) -> url.append(';').append(key).append('=').append(value));
    return url.toString();
  }
}
