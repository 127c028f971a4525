package dev.trawl.track;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alias that stands for another version of a model from then on.
 *
 * @param version null when it stands for none any more
 * @param by who moved it
 * @param test by which it was decided; null without
 */
public record AliasMove(
    String model,
    String alias,
    @Nullable Integer version,
    String by,
    @Nullable PairedTest test,
    Instant movedAt) {
  private static final int WHO_LENGTH = 250;

  /**
   * The name of who moves an alias; without one, whoever runs this process.
   *
   * @throws IllegalArgumentException for other than 1 to 250 characters and something to see, or
   *     for control characters or white space at its ends
   */
  public static String who(@Nullable String name) {
    if (name == null) {
      return Owner.thisUser();
    }
    RecordableText.name("who moves an alias", name);
    boolean isLong = name.length() > WHO_LENGTH;
    if (isLong || !name.equals(name.strip()) || name.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "need a name for who moves an alias of at most %d characters, without control characters and white space at its ends, found %s"
              .formatted(
                  WHO_LENGTH,
                  isLong
                      ? name.length() + " characters"
                      : '"' + name.replaceAll("\\p{Cntrl}", "\u00b7") + '"'));
    }
    return name;
  }
}
