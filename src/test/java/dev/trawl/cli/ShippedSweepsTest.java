package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.SweepSource;
import dev.trawl.sweep.read.SweepFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The files in {@code sweeps}, with all that Trawl can train and search. */
final class ShippedSweepsTest {
  static List<Path> shipped() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("sweeps"))) {
      return files.sorted().toList();
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
  }
}
