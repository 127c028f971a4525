package dev.trawl.sweep;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Turns the text of a scalar into the value that its tag asks for. */
final class ScalarReader {
  private static final Set<String> TRUE = Set.of("true", "yes", "on");
  private static final Set<String> FALSE = Set.of("false", "no", "off");

  private final Problems problems;

  ScalarReader(Problems problems) {
    this.problems = problems;
  }

  YamlNode.Scalar read(ScalarNode node, Place place) {
    return new YamlNode.Scalar(place, value(node, place), node.getValue());
  }

  private @Nullable Object value(ScalarNode node, Place place) {
    Tag tag = node.getTag();
    String text = node.getValue();
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (tag.equals(Tag.STR) || tag.equals(Tag.MERGE)) {
      return text;
    }
    try {
      if (tag.equals(Tag.INT)) {
        return integer(text.replace("_", ""));
      }
      if (tag.equals(Tag.FLOAT)) {
        return real(text.replace("_", ""));
      }
    } catch (NumberFormatException e) {
      problems.error(
          place,
          text,
          tag.equals(Tag.INT) ? "an integer that fits in 64 bits, in digits" : "a number");
      return text;
    }
    if (tag.equals(Tag.BOOL)) {
      return bool(text, place);
    }
    problems.error(place, "the tag " + tag.getValue(), "a plain value without a tag");
    return text;
  }

  private static Long integer(String text) {
    return text.contains("0x")
        ? Long.valueOf(Long.parseLong(text.replace("0x", ""), 16))
        : Long.valueOf(Long.parseLong(text));
  }

  private static Double real(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".inf")) {
      return lower.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    return lower.equals(".nan") ? Double.valueOf(Double.NaN) : Double.valueOf(lower);
  }

  private Object bool(String text, Place place) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (TRUE.contains(lower)) {
      return true;
    }
    if (!FALSE.contains(lower)) {
      problems.error(place, text, "true or false");
    }
    return false;
  }
}
