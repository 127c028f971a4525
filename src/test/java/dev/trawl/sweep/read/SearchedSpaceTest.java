package dev.trawl.sweep.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Distribution.Range;
import dev.trawl.sweep.SweepSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SearchedSpaceTest {
  private static final String FILE =
      """
      name: digits
      dataset: one that this version has never heard of
      parameters:
        l2:            {distribution: log_uniform_values, min: 1e-6, max: 1e-3}
        dropout:       {min: 0.0, max: 0.5}
        dense_units:   {min: 16, max: 128}
        batch_size:    {distribution: q_uniform, min: 30, max: 130, q: 32}
        filters:       {values: [[16, 32], [32, 64]]}
        learning_rate: {value: 0.001}
        momentum:      {distribution: of_a_later_version, mu: 3}
      """;

  private static SweepSource source(String text, String... overrides) {
    return new SweepSource("digits.yaml", text, List.of(overrides));
  }

  private static Optional<Range> range(String name, String... overrides) {
    return Objects.requireNonNull(SearchedSpace.of(source(FILE, overrides)).get(name)).range();
  }

  @Test
  void of_file_hasEachParameterThatCanBeRead() {
    assertThat(SearchedSpace.of(source(FILE)))
        .extractingFromEntries(entry -> entry.getKey() + " " + entry.getValue().key())
        .containsExactly(
            "l2 log_uniform_values",
            "dropout uniform",
            "dense_units int_uniform",
            "batch_size q_uniform",
            "filters categorical",
            "learning_rate constant");
  }

  @Test
  void of_ranges_haveTheirEndsAndTheirScale() {
    assertThat(range("l2")).contains(new Range(1e-6, 1e-3, true, false));
    assertThat(range("dropout")).contains(new Range(0, 0.5, false, false));
    assertThat(range("dense_units")).contains(new Range(16, 128, false, true));
    assertThat(range("batch_size")).contains(new Range(32, 128, false, true));
    assertThat(range("filters")).isEmpty();
    assertThat(range("learning_rate")).isEmpty();
  }

  @Test
  void of_overrides_areApplied() {
    assertThat(range("dropout", "parameters.dropout.max=0.25"))
        .contains(new Range(0, 0.25, false, false));
    assertThat(SearchedSpace.of(source(FILE, "parameters.l2=null"))).doesNotContainKey("l2");
  }

  @Test
  void of_textThatIsNoSweep_isEmpty() {
    for (String text : List.of("", "# nothing", "- a list", "parameters: 3", "{", "a: [", "\t")) {
      assertThat(SearchedSpace.of(source(text))).as(text).isEmpty();
    }
  }
}
