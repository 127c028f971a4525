package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.testkit.JavaProcess;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Artifact;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.ModelFile;
import dev.trawl.track.ModelVersion.NewFile;
import dev.trawl.track.Owner;
import dev.trawl.track.Run;
import dev.trawl.track.RunStore;
import dev.trawl.track.Sweep;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it registers models. */
@Timeout(120)
final class KilledRegistrationTest {
  private static final String MODEL = "digits";

  private static List<NewFile> files(int version) {
    return Stream.of(1, 2, 3)
        .map(i -> new NewFile("model-" + i, Samples.model(10L * version + i, 700_000), null))
        .toList();
  }

  /** Registers one version after the other, and says so. */
  public static final class Registering {
    private Registering() {}

    public static void main(String[] arguments) {
      try (RunStore store = H2RunStore.open(arguments[0], Clock.systemUTC())) {
        Sweep sweep = store.createSweep(Samples.sweep("x"), Owner.ofThisProcess());
        Run run = store.createRun(Samples.run(sweep.id(), 1));
        while (true) {
          ModelVersion version =
              store.registerModel(MODEL, run.id(), KilledRegistrationTest::files);
          System.out.println(version.version());
        }
      }
    }
  }

  @Test
  void registerModel_killedInIt_leavesWholeVersionsOnly(@TempDir Path folder) throws Exception {
    String url = "jdbc:h2:file:" + folder.resolve("db");
    Process process = JavaProcess.with("-Xmx256m").main(Registering.class, url).start();
    int acknowledged = 0;
    try (BufferedReader output = process.inputReader()) {
      for (int i = 0; i < 3; i++) {
        acknowledged = Integer.parseInt(String.valueOf(output.readLine()));
      }
      process.toHandle().destroyForcibly();
      acknowledged += (int) output.lines().filter(line -> line.matches("\\d+")).count();
    }
    process.waitFor();

    try (RunStore store = H2RunStore.open(url, Clock.systemUTC())) {
      List<ModelVersion> versions = store.modelVersions(MODEL);
      assertThat(versions).hasSizeBetween(acknowledged, acknowledged + 1);
      List<String> paths = new ArrayList<>();
      for (ModelVersion version : versions) {
        for (NewFile file : files(version.version())) {
          assertThat(read(store, version, file.path())).isEqualTo(file.content());
        }
        version.files().stream()
            .map(ModelFile::path)
            .forEach(path -> paths.add(version.location() + path));
      }
      assertThat(store.artifacts(versions.get(0).runId()))
          .extracting(Artifact::path)
          .containsExactlyInAnyOrderElementsOf(paths);
      assertThat(store.check()).isEmpty();
    }
  }

  private static byte[] read(RunStore store, ModelVersion version, String path) throws IOException {
    try (InputStream content = store.openModelFile(version, path).orElseThrow()) {
      return content.readAllBytes();
    }
  }
}
