package dev.trawl.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** What a tag may hold. */
final class TagTest {
  @Test
  void tag_anyCharactersAndLineBreaks_isKept() {
    assertThat(new Tag("näme 🙂", "one\r\n\ttwo 🙂").value()).isEqualTo("one\n\ttwo 🙂");
  }

  @Test
  void tag_halfOfACharacterOrAControlCharacter_isRefused() {
    assertThatThrownBy(() -> new Tag("x", "a\ud800b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in tag x, found U+D800");
    assertThatThrownBy(() -> new Tag("x", "a\u0000")).hasMessageContaining("found U+0000");
    assertThatThrownBy(() -> new Tag("\udc00", "a")).isInstanceOf(IllegalArgumentException.class);
  }
}
