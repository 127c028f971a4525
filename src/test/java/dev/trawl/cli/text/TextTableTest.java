package dev.trawl.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TextTableTest {
  private final TextTable table =
      new TextTable(List.of(TextTable.Column.left("name"), TextTable.Column.right("n")));

  @Test
  void render_ofRows_alignsThemWithoutSpacesAtTheEnd() {
    String text =
        table
            .add(List.of("ab", "1"))
            .add(List.of("数字", "1000"))
            .add(List.of("a longer one", ""))
            .render(heading -> heading.toUpperCase(Locale.ROOT));

    assertThat(text)
        .isEqualTo(
            """
            NAME             N
            ab               1
            数字          1000
            a longer one
            """);
  }

  @Test
  void add_ofTooFewCells_isRefused() {
    assertThatThrownBy(() -> table.add(List.of("ab"))).hasMessage("need 2 cells, found 1");
  }
}
