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

  private static String with(String text, String path, String value) {
    return new EditedText(text).with(path, value).orElseThrow().toString();
  }

  @Test
  void with_aKeyThatIsThere_replacesItsValueAlone() {
    assertThat(with("a: 1 # one\nb: {c: 2}\n", "a", "3")).isEqualTo("a: 3 # one\nb: {c: 2}\n");
    assertThat(with("a: 1\nb: {c: 2}\n", "b.c", "3")).isEqualTo("a: 1\nb: {c: 3}\n");
  }

  @Test
  void with_aKeyThatIsNotThere_addsItBehindTheOthersOfItsMapping() {
    assertThat(with("t:\n  a: 1 # one\n\nn: 2", "t.b.c", "3"))
        .isEqualTo("t:\n  a: 1 # one\n  b: {c: 3}\n\nn: 2");
    assertThat(with("t: {a: 1}\n", "t.b", "3")).isEqualTo("t: {a: 1, b: 3}\n");
    assertThat(with("t: {}", "t.b", "3")).isEqualTo("t: {b: 3}");
    assertThat(with("t: 1", "n", "2")).isEqualTo("t: 1\nn: 2\n");
    assertThat(with("t: |\n  x\n", "n", "2")).isEqualTo("t: |\n  x\nn: 2\n");
  }

  @Test
  void with_aKeyBelowAScalarOrAnAlias_isEmpty() {
    assertThat(new EditedText("dataset: mnist").with("dataset.train_limit", "9")).isEmpty();
    assertThat(new EditedText("a: &x {b: 1}\nc: *x\n").with("c.b", "2")).isEmpty();
  }

  @Test
  void withParameters_replacesAllOfThem() {
    EditedText text = new EditedText("parameters: # all\n  a: {min: 1,\n    max: 2}\nseed: 1\n");
    assertThat(text.withParameters(Map.of("b", "[1]")).toString())
        .isEqualTo("parameters:\n  b: {value: [1]}\nseed: 1\n");
    assertThat(new EditedText("{parameters: {a: 1}}").withParameters(Map.of("b", "2")).toString())
        .isEqualTo("{parameters: {b: {value: 2}}}");
  }

  @Test
  void edits_ofAnAlias_leaveItsAnchorAlone() {
    EditedText text = new EditedText("x: &p {a: 1}\nf: &f [1]\nparameters: *p\nforbid: *f\nn: 1\n");
    assertThat(text.withParameters(Map.of("b", "2")).toString()).isEqualTo(text.toString());
    assertThat(text.without("forbid").toString())
        .isEqualTo("x: &p {a: 1}\nf: &f [1]\nparameters: *p\nn: 1\n");
    assertThat(new EditedText("x: &p {value: 1}\nparameters:\n  a: *p\n").hasParameter("a"))
        .isTrue();
    assertThat(
            new EditedText("x: &p {value: 1}\nparameters:\n  a: *p\n")
                .withParameter("a", Map.of("value", "2"), false))
        .isEmpty();
  }

  @Test
  void without_aKeyOfLinesOfItsOwn_isGone() {
    EditedText text = new EditedText("a: 1\nb:\n  - c # last\nd: |\n  x\ne: 1");
    assertThat(text.without("b").toString()).isEqualTo("a: 1\nd: |\n  x\ne: 1");
    assertThat(text.without("d").without("e").toString()).isEqualTo("a: 1\nb:\n  - c # last\n");
    assertThat(text.without("q").toString()).isEqualTo(text.toString());
  }
}
