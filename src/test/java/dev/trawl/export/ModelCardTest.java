package dev.trawl.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ModelCardTest {
  @Test
  void plain_ofMarkup_isTheTextItself() {
    assertThat(ModelCard.plain("a|b <b> c_d `e` \\ ü 🦓"))
        .isEqualTo("a\\|b \\<b\\> c\\_d \\`e\\` \\\\ ü 🦓");
  }
}
