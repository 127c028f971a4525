package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.dashboard.RefusedException;
import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.search.Searches;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import dev.trawl.train.EpochRules;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileHelpTest {
  @Test
  void estimate_whileAnotherIsUnderWay_isRefused(@TempDir Path cache) throws Exception {
    Datasets datasets = new Datasets(cache, line -> {});
    Architectures architectures = new Architectures();
    SweepFiles files =
        new SweepFiles(datasets, architectures, Searches.standard(), EpochRules.standard());
    Path file = Path.of("sweeps/mnist-architectures.yaml");
    SweepSource source = new SweepSource(file.toString(), Files.readString(file), List.of());
    SweepSpec spec = files.read(source).spec();
    List<FileHelp> asked = new ArrayList<>();
    FileHelp help =
        new FileHelp(
            Map.of(),
            files,
            datasets,
            architectures,
            () -> {
              assertThatThrownBy(() -> asked.get(0).estimate(source, spec))
                  .isInstanceOf(RefusedException.class)
                  .hasMessageEndingWith("found another estimate under way");
              return true;
            });
    asked.add(help);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> help.estimate(source, spec))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("one that trains a sweep");
    }
  }
}
