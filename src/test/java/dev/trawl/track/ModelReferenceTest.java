package dev.trawl.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ModelReferenceTest {
  @ParameterizedTest
  @CsvSource({
    "models:/digits, digits, , ",
    "digits/latest, digits, , ",
    "models:/digits/3, digits, 3, ",
    "digits@champion, digits, , champion",
    "models:/ziffern-größe_2.0@bester, ziffern-größe_2.0, , bester",
    "数字/1, 数字, 1, ",
    "3, 3, , "
  })
  void reference_ofAnyForm_isRead(String text, String name, Integer version, String alias) {
    assertThat(ModelReference.parse(text)).isEqualTo(new ModelReference(name, version, alias));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "models:/",
        "models://digits",
        "digits/",
        "digits/0",
        "digits/03",
        "digits/-1",
        "digits/1/2",
        "digits@",
        "digits@3",
        "digits@latest",
        "digits/3@champion",
        "../x/1",
        "-x",
        "a b",
        "a\u202eb",
        "a:b"
      })
  void reference_ofAnotherForm_isRefused(String text) {
    assertThatThrownBy(() -> ModelReference.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("need ");
  }

  @Test
  void name_typedInTwoWays_isOne() {
    assertThat(ModelName.of("gro\u0308ße")).isEqualTo(ModelName.of("gr\u00f6ße"));
    assertThat(ModelName.of("x".repeat(100))).hasSize(100);
    assertThatThrownBy(() -> ModelName.of("x".repeat(101))).hasMessageContaining("at most 100");
    assertThatThrownBy(() -> ModelName.of(" ")).hasMessageEndingWith("found a blank name");
  }
}
