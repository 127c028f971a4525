package dev.trawl.sweep.yaml;

import dev.trawl.sweep.yaml.YamlNode.Nothing;
import dev.trawl.sweep.yaml.YamlNode.Scalar;
import dev.trawl.sweep.yaml.YamlNode.Unreadable;
import java.math.BigInteger;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns the text of a scalar into the value that its tag asks for. */
final class ScalarReader {
  /** More than any double takes; reading longer ones takes time that grows as their square. */
  private static final int MOST_DIGITS = 1000;

  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Set<String> FALSE = Set.of("false", "no", "off");

  private final Problems problems;

  ScalarReader(Problems problems) {
    this.problems = problems;
  }

  YamlNode read(ScalarNode node, Place place) {
    Tag tag = node.getTag();
    String text = node.getValue();
    if (!isWhole(text, place)) {
      return new Unreadable(place);
    }
    if (tag.equals(Tag.NULL)) {
      return new Nothing(place);
    }
    if (tag.equals(Tag.STR) || tag.equals(Tag.MERGE)) {
      return new Scalar(place, text, text);
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return number(tag, text, place);
    }
    if (tag.equals(Tag.BOOL)) {
      return bool(text, place);
    }
    problems.error(place, "the tag " + tag.getValue(), "a plain value without a tag");
    return new Unreadable(place);
  }

  /** Whether files and databases can hold the text: an escape can write half of a character. */
  boolean isWhole(String text, Place place) {
    OptionalInt half =
        text.codePoints().filter(c -> Character.getType(c) == Character.SURROGATE).findFirst();
    half.ifPresent(
        found ->
            problems.error(
                place,
                String.format(Locale.ROOT, "U+%04X without its other half", found),
                "whole characters"));
    return half.isEmpty();
  }

  private YamlNode number(Tag tag, String text, Place place) {
    String digits = text.replace("_", "");
    if (digits.length() > MOST_DIGITS) {
      problems.error(
          place,
          "a number of %,d characters".formatted(digits.length()),
          "a number of at most %d".formatted(MOST_DIGITS));
      return new Unreadable(place);
    }
    try {
      Object value = tag.equals(Tag.INT) ? integer(digits) : real(digits);
      return new Scalar(place, value, text);
    } catch (NumberFormatException e) {
      problems.error(place, '"' + text + "\" with a number's tag", "a number");
      return new Unreadable(place);
    }
  }

  private static Object integer(String digits) {
    BigInteger value =
        digits.contains("0x")
            ? new BigInteger(digits.replace("0x", ""), 16)
            : new BigInteger(digits);
    return value.bitLength() < Long.SIZE ? (Object) value.longValue() : value;
  }

  private static Double real(String digits) {
    String lower = digits.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".inf")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return lower.equals(".nan") ? Double.valueOf(Double.NaN) : Double.valueOf(lower);
  }

  private YamlNode bool(String text, Place place) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (TRUE.contains(lower) || FALSE.contains(lower)) {
      return new Scalar(place, TRUE.contains(lower), text);
    }
    problems.error(place, '"' + text + "\" with a boolean's tag", "true or false");
    return new Unreadable(place);
  }
}
