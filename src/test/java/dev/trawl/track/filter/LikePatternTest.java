package dev.trawl.track.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LikePatternTest {
  private static final String[] SYMBOLS = {
    "a", "a", "b", "A", "é", "É", "😀", "😁", "%", "%", "_", "\\", "\n", "e\u0301"
  };

  @Property(tries = 20_000)
  void matches_anyPatternAndText_isWhatTheTableSays(
      @ForAll("texts") String pattern, @ForAll("texts") String text) {
    for (boolean ignoresCase : new boolean[] {true, false}) {
      assertThat(new LikePattern(pattern, ignoresCase).matches(text))
          .as("%s like %s, ignoring case: %s", text, pattern, ignoresCase)
          .isEqualTo(like(pattern, text, ignoresCase));
    }
  }

  /** Patterns that are made of a text by putting wildcards into it often match. */
  @Property(tries = 5_000)
  void matches_patternMadeOfTheText_isWhatTheTableSays(
      @ForAll("texts") String text, @ForAll long bits) {
    StringBuilder pattern = new StringBuilder();
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      switch ((int) (bits >>> (2 * i)) & 3) {
        case 0 -> pattern.append('%');
        case 1 -> pattern.append('_');
        default -> pattern.append(quoted(points[i]));
      }
    }
    assertThat(new LikePattern(pattern.toString(), false).matches(text))
        .as("%s like %s", text, pattern)
        .isEqualTo(like(pattern.toString(), text, false));
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(SYMBOLS).list().ofMaxSize(14).map(parts -> String.join("", parts));
  }

  @ParameterizedTest
  @CsvSource({
    "'%', '', true",
    "'', '', true",
    "'', a, false",
    "'_', 😀, true",
    "'__', 😀, false",
    "'50\\%', '50%', true",
    "'50\\%', 505, false",
    "'a\\b', 'a\\b', true",
    "'a\\', 'a\\', true",
    "'%\\', 'a\\', true",
    "'\\\\%', '\\x', true",
    "ÉA, éa, false"
  })
  void matches_oneCase_isAsDocumented(String pattern, String text, boolean expected) {
    assertThat(new LikePattern(pattern, false).matches(text)).isEqualTo(expected);
  }

  @Test
  void matches_ignoringCase_takesBothCasesOfAnyLetter() {
    assertThat(new LikePattern("%GRÖßE ÉA", true).matches("die größe éa")).isTrue();
  }

  /** Matching that goes back for each {@code %} takes years over each of these. */
  @ParameterizedTest
  @ValueSource(strings = {"%e", "%_e", "%e_", "%ee", "e%", "%%e", "%e%_"})
  void matches_manyPartsThatFitEverywhere_isFoundAtOnce(String part) {
    for (int length : new int[] {220, 1000, 5000}) {
      String text = "e".repeat(length);
      for (int times : new int[] {14, 50}) {
        LikePattern pattern = new LikePattern(part.repeat(times) + "#", true);
        LikePattern other = new LikePattern(part.repeat(times) + "%", false);
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () -> {
              assertThat(pattern.matches(text)).isFalse();
              assertThat(other.matches(text)).isTrue();
            });
      }
    }
  }

  private static String quoted(int point) {
    String character = Character.toString(point);
    return "%_\\".contains(character) ? "\\" + character : character;
  }

  /** The oracle: a table of which beginnings of the pattern match which beginnings of the text. */
  private static boolean like(String pattern, String text, boolean ignoresCase) {
    int[] points = text.codePoints().toArray();
    boolean[] row = new boolean[points.length + 1];
    row[0] = true;
    int[] parts = pattern.codePoints().toArray();
    for (int i = 0; i < parts.length; i++) {
      boolean escapes =
          parts[i] == '\\' && i + 1 < parts.length && "%_\\".indexOf(parts[i + 1]) >= 0;
      i += escapes ? 1 : 0;
      boolean any = parts[i] == '%' && !escapes;
      boolean one = parts[i] == '_' && !escapes;
      boolean[] next = new boolean[points.length + 1];
      next[0] = any && row[0];
      for (int j = 0; j < points.length; j++) {
        next[j + 1] =
            any ? next[j] || row[j + 1] : row[j] && (one || same(parts[i], points[j], ignoresCase));
      }
      row = next;
    }
    return row[points.length];
  }

  private static boolean same(int a, int b, boolean ignoresCase) {
    String left = Character.toString(a);
    String right = Character.toString(b);
    return ignoresCase ? left.equalsIgnoreCase(right) : left.equals(right);
  }
}
