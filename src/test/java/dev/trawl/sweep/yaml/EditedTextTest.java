package dev.trawl.sweep.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class EditedTextTest {
  private static String edited(String text, String name, Map<String, String> keys, boolean keeps) {
    return new EditedText(text).withParameter(name, keys, keeps).orElseThrow().toString();
  }

  @Test
  void withParameter_inABlock_keepsItsOtherKeysAndWhatFollows() {
    assertThat(
            edited(
                """
                parameters:
                  😀: 1
                  a:
                    q: 0.1 # step
                    max: 3

                # then
                  b: {value: 1}
                """,
                "a",
                Map.of("max", "9"),
                true))
        .isEqualTo("parameters:\n  😀: 1\n  a: {q: 0.1, max: 9}\n\n# then\n  b: {value: 1}\n");
  }

  @Test
  void withParameter_insideAnother_isFoundByItsDottedName() {
    assertThat(
            edited(
                "parameters: {a: {parameters: {b.c: {min: 1, max: 2}}}}",
                "a.b.c",
                Map.of("value", "5"),
                false))
        .isEqualTo("parameters: {a: {parameters: {b.c: {value: 5}}}}");
  }

  /** Else it would be there where nothing has it. */
  @Test
  void withParameter_thatHasACondition_keepsIt() {
    assertThat(
            edited(
                "parameters: {a: {min: 1, max: 2, when: {model: cnn}}}",
                "a",
                Map.of("value", "5"),
                false))
        .isEqualTo("parameters: {a: {when: {model: cnn}, value: 5}}");
  }

  @Test
  void withParameter_ofAnotherName_isEmpty() {
    assertThat(new EditedText("parameters: {lr: {value: 1}}").withParameter("a", Map.of(), true))
        .isEmpty();
    assertThat(new EditedText("name: x").withParameter("a", Map.of(), true)).isEmpty();
  }
}
