package dev.trawl.sweep.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.TestCatalogs;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetPathsTest {
  private static final String HOME = System.getProperty("user.home");

  @ParameterizedTest
  @CsvSource({
    "images, /data/sweeps/images",
    "../it's here, /data/it's here",
    "~/images, HOME/images",
    "~, HOME",
    "~other/images, /data/sweeps/~other/images",
    "., /data/sweeps"
  })
  void absolute_path_isBesideTheFileOrAtHome(String path, String expected) throws Exception {
    SweepFiles files = TestCatalogs.sweepFiles();
    String quoted = "'" + path.replace("'", "''") + "'";
    SweepSource source =
        new SweepSource(
            "s.yaml",
            "dataset: {path: %s}\nmethod: random\nrun_cap: 1\nparameters: {dropout: {value: 0.1}}\n"
                .formatted(quoted),
            List.of("seed=3"));

    SweepSource absolute =
        DatasetPaths.absolute(source, files.read(source).spec(), Path.of("/data/sweeps"));

    assertThat(files.read(absolute).spec().dataset().path())
        .isEqualTo(expected.replace("HOME", HOME));
    assertThat(absolute.overrides()).startsWith("seed=3").hasSize(2);
    assertThat(DatasetPaths.absolute(absolute, files.read(absolute).spec(), Path.of("/other")))
        .isSameAs(absolute);
  }

  @Test
  void absolute_ofADatasetByName_changesNothing() {
    SweepSource source = new SweepSource("s.yaml", "method: grid", List.of());

    assertThat(DatasetPaths.absolute(source, SpecBuilder.grid().build(), Path.of("/data")))
        .isSameAs(source);
  }
}
