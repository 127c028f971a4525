package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.file.Digest;
import dev.trawl.testkit.Samples;
import dev.trawl.track.Artifact;
import dev.trawl.track.Run;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of runs, by path. */
interface ArtifactContract extends StoreFixture {
  private byte[] read(Run run, String path) throws IOException {
    try (InputStream content = store().openArtifact(run.id(), path).orElseThrow()) {
      return content.readAllBytes();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 262_144, 1_000_001})
  default void putArtifact_ofAnySize_comesBackByteForByte(int size) throws IOException {
    Run run = newRun(newSweep(), 1);
    byte[] content = Samples.model(size, size);

    Artifact artifact = store().putArtifact(run.id(), "plots/loss é.svg", content);

    assertThat(artifact)
        .isEqualTo(
            new Artifact(
                run.id(), "plots/loss é.svg", size, Digest.sha256(content), clock().instant()));
    assertThat(store().artifacts(run.id())).containsExactly(artifact);
    assertThat(read(run, "plots/loss é.svg")).isEqualTo(content);
  }

  @Test
  default void putArtifact_samePath_replacesItAndIsAChangeOfTheRun() throws IOException {
    Run run = newRun(newSweep(), 1);
    store().putArtifact(run.id(), "a", Samples.model(1, 600_000));
    long before = store().sequence();
    store().putArtifact(run.id(), "a", new byte[] {5});

    assertThat(store().artifacts(run.id())).extracting(Artifact::bytes).containsExactly(1L);
    assertThat(read(run, "a")).containsExactly(5);
    assertThat(store().changes(before, ALL)).hasSize(1);

    store().removeArtifact(run.id(), "a");
    store().removeArtifact(run.id(), "a");

    assertThat(store().artifacts(run.id())).isEmpty();
    assertThat(store().openArtifact(run.id(), "a")).isEmpty();
    assertThat(store().changes(before, ALL)).hasSize(2);
  }

  @Test
  default void artifacts_ofARunWithCheckpoints_haveThemAsFiles() throws IOException {
    Run run = newRun(newSweep(), 1);
    store().recordEpoch(run.id(), Samples.epoch(1, 0.5, true), Set.of(1));
    store().putArtifact(run.id(), "z.txt", new byte[3]);

    assertThat(store().artifacts(run.id()))
        .extracting(Artifact::path)
        .containsExactly("checkpoints/1.zip", "z.txt");
    assertThat(read(run, "checkpoints/1.zip")).isEqualTo(Samples.model(1, 2000));
    assertThatThrownBy(() -> store().putArtifact(run.id(), "checkpoints/1.zip", new byte[1]))
        .hasMessageContaining("need a path outside of checkpoints/");
    assertThatThrownBy(() -> store().removeArtifact(run.id(), "checkpoints/1.zip"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "a//b", "../a", "a/./b", "a\\b", "a\nb", "\ud800"})
  default void putArtifact_pathThatIsNoneBelowAFolder_isRefused(String path) {
    Run run = newRun(newSweep(), 1);
    assertThatThrownBy(() -> store().putArtifact(run.id(), path, new byte[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("need an artifact's path such as plots/loss.svg");
  }
}
