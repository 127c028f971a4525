package dev.trawl.track;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** How registered models, and their aliases, are named: so that addresses and paths hold them. */
public final class ModelName {
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N}._-]{0,99}");

  private static final Pattern NUMBER = Pattern.compile("\\p{N}+");

  /** What {@link ModelReference} takes for the newest version. */
  static final String LATEST = "latest";

  private ModelName() {}

  /**
   * The name, with each accented letter as one character (NFC), however it was typed.
   *
   * @throws IllegalArgumentException for other than 1 to 100 letters and digits of any script,
   *     dots, hyphens and underscores, of which the first is a letter or digit
   */
  public static String of(String name) {
    return checked("a model", name);
  }

  /**
   * The same for an alias, which is no number and not {@code latest}: those name versions.
   *
   * @throws IllegalArgumentException for another
   */
  public static String ofAlias(String alias) {
    String checked = checked("an alias", alias);
    if (NUMBER.matcher(checked).matches() || checked.equals(LATEST)) {
      throw new IllegalArgumentException(
          "need an alias such as champion, found %s, which names a version".formatted(alias));
    }
    return checked;
  }

  private static String checked(String what, String name) {
    String normal = Normalizer.normalize(name, Normalizer.Form.NFC);
    if (!NAME.matcher(normal).matches()) {
      throw new IllegalArgumentException(
          "need %s named with at most 100 letters, digits, dots, hyphens and underscores, the first a letter or digit, found %s"
              .formatted(what, name.isBlank() ? "a blank name" : "\"" + shortened(name) + "\""));
    }
    return normal;
  }

  private static String shortened(String name) {
    return name.codePointCount(0, name.length()) <= 100
        ? name
        : name.substring(0, name.offsetByCodePoints(0, 100)) + "…";
  }
}
