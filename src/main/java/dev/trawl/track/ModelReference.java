package dev.trawl.track;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A version of a registered model, by its number, by an alias, or the newest one.
 *
 * @param version from 1; null for another way
 * @param alias null for another way; without both it is the newest version
 */
public record ModelReference(String name, @Nullable Integer version, @Nullable String alias) {
  private static final String SCHEME = "models:/";

  private static final Pattern FORM =
      Pattern.compile("([^/@]+)(?:/(?:([1-9]\\d{0,8})|latest)|@([^/@]+))?");

  /** Whether a text is meant as one, and not as a folder. */
  public static boolean isMeant(String text) {
    return text.startsWith(SCHEME);
  }

  /**
   * Reads {@code NAME}, {@code NAME/3}, {@code NAME/latest} or {@code NAME@champion}, with or
   * without {@code models:/} before it.
   *
   * @throws IllegalArgumentException for anything else, with what was needed and found
   */
  public static ModelReference parse(String text) {
    Matcher form = FORM.matcher(isMeant(text) ? text.substring(SCHEME.length()) : text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "need models:/NAME, models:/NAME/VERSION or models:/NAME@ALIAS, found " + text);
    }
    String alias = form.group(3);
    return new ModelReference(
        ModelName.of(form.group(1)),
        form.group(2) == null ? null : Integer.valueOf(form.group(2)),
        alias == null ? null : ModelName.ofAlias(alias));
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return SCHEME
        + name
        + (version == null ? "" : "/" + version)
        + (alias == null ? "" : "@" + alias);
  }
}
