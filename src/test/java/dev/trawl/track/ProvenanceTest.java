package dev.trawl.track;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.SweepSource;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a sweep's origin is passed on. */
final class ProvenanceTest {
  private static Provenance of(String dataset, String text, String... overrides) {
    return new Provenance(
        new SweepSource("a.yaml", text, List.of(overrides)),
        7,
        new DatasetInfo(dataset, "ab", 8, 1, 1, 28, 28, 1, List.of("zero", "one")));
  }

  private static String dataset(Provenance provenance) {
    return Objects.requireNonNull(provenance.dataset()).name();
  }

  @Test
  void withoutFolders_ofAPath_keepsItsLastNameAlone() {
    Provenance passed =
        of(
                "/home/ada's/x-rays",
                """
                dataset: {path: "/home/ada's/x-rays"} # as /home/ada's/x-rays/README says
                description: not /home/ada's/x-rays-2, nor /mnt/home/ada's/x-rays
                """,
                "seed=7",
                "dataset.path='/home/ada''s/x-rays'")
            .withoutFolders();

    assertThat(dataset(passed)).isEqualTo("x-rays");
    assertThat(passed.source().text())
        .isEqualTo(
            """
            dataset: {path: "x-rays"} # as x-rays/README says
            description: not /home/ada's/x-rays-2, nor /mnt/home/ada's/x-rays
            """);
    assertThat(passed.source().overrides()).containsExactly("seed=7", "dataset.path='x-rays'");
  }

  @Test
  void withoutFolders_ofAPathOfWindows_keepsItsLastNameAlone() {
    Provenance passed = of("C:\\ada\\x", "", "dataset.path='C:\\ada\\x'").withoutFolders();

    assertThat(dataset(passed)).isEqualTo("x");
    assertThat(passed.source().overrides()).containsExactly("dataset.path='x'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"mnist", "zalando/fashion", "/"})
  void withoutFolders_ofAName_keepsIt(String name) {
    Provenance provenance = of(name, "dataset: " + name);

    assertThat(provenance.withoutFolders()).isEqualTo(provenance);
  }
}
