package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.analysis.AgainFile;
import dev.trawl.search.FirstProposals;
import dev.trawl.search.SearchSpace;
import dev.trawl.search.Searches;
import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.read.SweepFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in {@code sweeps}, with all that Trawl can train and search. */
final class ShippedSweepsTest {
  private static final Path SCHEMA = Path.of("sweeps/sweep.schema.json");

  static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("sweeps"))) {
      return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void read_shippedFile_isValidWithoutWarnings(Path file) throws Exception {
    Wiring wiring =
        new Wiring(new GlobalOptions(), new Output(Console.system(), new GlobalOptions()));

    SweepFiles.Checked checked =
        wiring
            .sweepFiles()
            .read(new SweepSource(file.toString(), Files.readString(file), List.of()));

    assertThat(checked.warnings()).isEmpty();
    assertThat(file.getFileName().toString()).isEqualTo(checked.spec().title().name() + ".yaml");
    assertThat(Files.readAllLines(file).get(0))
        .isEqualTo("# yaml-language-server: $schema=" + SCHEMA.getFileName());
  }

  @ParameterizedTest
  @MethodSource("shipped")
  void again_ofItsFirstRun_isValidAndHasThatRunAlone(Path file) throws Exception {
    SweepFiles files =
        new Wiring(new GlobalOptions(), new Output(Console.system(), new GlobalOptions()))
            .sweepFiles();
    SweepSource source = new SweepSource(file.toString(), Files.readString(file), List.of());
    SweepSpec spec = files.read(source).spec();
    Map<String, Object> first = FirstProposals.of(Searches.standard(), spec, 1).get(0);

    String text = new AgainFile(files, "shipped", source).ofRun(1, first, List.of());

    SweepSpec again = files.read(new SweepSource(file.toString(), text, List.of())).spec();
    assertThat(FirstProposals.of(Searches.standard(), again, 1)).containsExactly(first);
    assertThat(SearchSpace.of(again).plannedRuns()).isEqualTo(1);
  }

  /** Remade with {@code ./trawl check --schema > sweeps/sweep.schema.json}. */
  @Test
  void schema_beside_isWhatTrawlPrints() throws Exception {
    String printed = Ran.trawl("check", "--schema").out();

    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(SCHEMA, printed);
    }
    assertThat(printed).isEqualTo(Files.readString(SCHEMA));
  }
}
