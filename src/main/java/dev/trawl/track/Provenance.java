package dev.trawl.track;

import dev.trawl.sweep.SweepSource;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What makes the runs of a sweep reproducible, beside each one's own {@link RunProvenance}.
 *
 * @param source the file that it was begun with, verbatim
 * @param seed decides, with the file, every candidate and every run's own seed
 * @param dataset with its checksum; null where a program that trains the runs did not say
 */
public record Provenance(SweepSource source, long seed, @Nullable DatasetInfo dataset) {
  /** Of a folder, from the root on. */
  private static final Pattern PATH =
      Pattern.compile("(?:[A-Za-z]:)?[/\\\\](?:.*[/\\\\])?(?<name>[^/\\\\]+)[/\\\\]?");

  private static final SweepSource NO_FILE = new SweepSource("", "", List.of());

  /** Of a program that trains in its own loop, without a file. */
  public static Provenance external(@Nullable DatasetInfo dataset) {
    return new Provenance(NO_FILE, 0, dataset);
  }

  /**
   * The same for readers elsewhere, whom it doesn't concern where the images lie on this machine:
   * of a data set's path only the last name, in the file and its overrides too.
   */
  public Provenance withoutFolders() {
    Matcher path = PATH.matcher(dataset == null ? "" : dataset.name());
    if (dataset == null || !path.matches()) {
      return this;
    }
    String name = path.group("name");
    SweepSource named =
        new SweepSource(
            source.file(),
            named(source.text(), path.group(), name),
            source.overrides().stream().map(text -> named(text, path.group(), name)).toList());
    return new Provenance(named, seed, dataset.named(name));
  }

  /** With YAML's quotes, too, where those of a path are doubled. */
  private static String named(String text, String path, String name) {
    return replaced(replaced(text, path, name), path.replace("'", "''"), name.replace("'", "''"));
  }

  private static String replaced(String text, String path, String name) {
    return Pattern.compile("(?<![\\w./~-])" + Pattern.quote(path) + "(?![\\w-])")
        .matcher(text)
        .replaceAll(Matcher.quoteReplacement(name));
  }
}
