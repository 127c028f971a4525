package dev.trawl.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VisibleTextTest {
  @ParameterizedTest
  @CsvSource({
    "200b, \\u200b",
    "2060, \\u2060",
    "feff, \\ufeff",
    "ad, \\u00ad",
    "202e, \\u202e",
    "61c, \\u061c",
    "2028, \\u2028",
    "1b, \\u001b",
    "9, \\t",
    "e0001, \\udb40\\udc01"
  })
  void of_characterThatCannotBeSeen_showsIt(String hexadecimal, String shown) {
    String hidden = Character.toString(Integer.parseInt(hexadecimal, 16));
    assertThat(VisibleText.of("a" + hidden + "b")).isEqualTo("a" + shown + "b");
  }

  @ParameterizedTest
  @CsvSource({
    "a\u0308",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\ud83d\udc69\u200d\ud83d\udd2c",
    "\u4f60"
  })
  void of_textThatIsSeen_isTheSame(String text) {
    assertThat(VisibleText.of(text)).isEqualTo(text);
  }

  @Test
  void cut_manyCharactersWithoutAWidth_areCutToo() {
    for (String mark : new String[] {"\u0351", "\u200d", "\ud83d\udc69\u200d"}) {
      String cut = VisibleText.cut("Z" + mark.repeat(5000));
      assertThat(cut).startsWith("Z").endsWith("…");
      assertThat(cut.codePointCount(0, cut.length())).isLessThanOrEqualTo(121);
    }
    String marked = "e\u0301".repeat(40);
    assertThat(VisibleText.cut(marked)).isEqualTo(marked);
  }
}
