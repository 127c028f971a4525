package dev.trawl.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.store.file.Digest;
import dev.trawl.testkit.Samples;
import dev.trawl.track.AliasMove;
import dev.trawl.track.Artifact;
import dev.trawl.track.Erased;
import dev.trawl.track.ImagePredictions.Part;
import dev.trawl.track.ModelReference;
import dev.trawl.track.ModelVersion;
import dev.trawl.track.ModelVersion.ModelFile;
import dev.trawl.track.ModelVersion.NewFile;
import dev.trawl.track.ModelVersion.Verified;
import dev.trawl.track.NoModelException;
import dev.trawl.track.PairedTest;
import dev.trawl.track.RefusedChangeException;
import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import dev.trawl.track.SweepStatus;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Registered models. */
interface ModelRegistryContract extends StoreFixture {
  private static String newName() {
    return "digits-" + UUID.randomUUID();
  }

  /** A file for each version, with other bytes. */
  private static List<NewFile> files(int version) {
    return List.of(
        new NewFile("model.json", new byte[] {(byte) version}, null),
        new NewFile(
            "model.onnx", Samples.model(version, 600_000), new Verified("onnx", 991, 1000)));
  }

  private static ModelReference reference(String text) {
    return ModelReference.parse(text);
  }

  private byte[] read(ModelVersion version, String path) throws IOException {
    try (InputStream content = store().openModelFile(version, path).orElseThrow()) {
      return content.readAllBytes();
    }
  }

  private static AliasMove move(String model, String alias, @Nullable Integer version) {
    return new AliasMove(model, alias, version, "ada", null, Instant.ofEpochMilli(7));
  }

  @Test
  default void registerModel_sameName_isTheNextVersionWithItsFiles() throws IOException {
    Run run = finishedRun(newSweep(), 1, 0.9, 990);
    String name = newName();
    long before = store().sequence();

    ModelVersion first = store().registerModel(name, run.id(), ModelRegistryContract::files);
    ModelVersion second = store().registerModel(name, run.id(), ModelRegistryContract::files);

    byte[] onnx = Samples.model(2, 600_000);
    assertThat(second)
        .isEqualTo(
            new ModelVersion(
                name,
                2,
                run.id(),
                "registered-models/%s/2/".formatted(name),
                List.of(
                    new ModelFile("model.json", 1, Digest.sha256(new byte[] {2}), null),
                    new ModelFile(
                        "model.onnx",
                        600_000,
                        Digest.sha256(onnx),
                        new Verified("onnx", 991, 1000))),
                clock().instant()));
    assertThat(read(second, "model.onnx")).isEqualTo(onnx);
    assertThat(read(first, "model.json")).containsExactly(1);
    assertThat(store().openModelFile(first, "other")).isEmpty();
    assertThat(store().modelVersions(name)).containsExactly(first, second);
    assertThat(store().modelNames()).contains(name);
    assertThat(store().changes(before, ALL)).as("changes of the run").hasSize(2);
    assertThat(store().modelVersions("another")).isEmpty();
  }

  @Test
  default void registerModel_thatCanNotBe_leavesNothing() {
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.9, 990);
    String name = newName();

    assertThatThrownBy(() -> store().registerModel("a b", run.id(), ModelRegistryContract::files))
        .hasMessageContaining("found \"a b\"");
    assertThatThrownBy(() -> store().registerModel(name, run.id(), version -> List.of()))
        .hasMessage("need at least one file of a model, found none");
    assertThatThrownBy(
            () ->
                store()
                    .registerModel(
                        name,
                        run.id(),
                        version ->
                            Stream.concat(
                                    files(version).stream(),
                                    Stream.of(new NewFile("../x", new byte[1], null)))
                                .toList()))
        .hasMessageContaining("need an artifact's path");
    store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    store().deleteRun(run.id());
    assertThatThrownBy(() -> store().registerModel(name, run.id(), ModelRegistryContract::files))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("need a run that is not deleted, found " + run.id());

    assertThat(store().modelVersions(name)).isEmpty();
    assertThat(store().artifacts(run.id()))
        .extracting(Artifact::path)
        .allMatch(path -> path.startsWith(Artifact.CHECKPOINTS));
  }

  @Test
  default void registerModel_byManyAtOnce_givesEachItsNumber() {
    Run run = finishedRun(newSweep(), 1, 0.9, 990);
    String name = newName();

    List<CompletableFuture<ModelVersion>> all =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> store().registerModel(name, run.id(), ModelRegistryContract::files)))
            .toList();

    assertThat(all.stream().map(CompletableFuture::join).map(ModelVersion::version))
        .containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Test
  default void needModel_byEachReference_isTheVersionThatIsMeant() {
    Run run = finishedRun(newSweep(), 1, 0.9, 990);
    String name = newName();
    ModelVersion first = store().registerModel(name, run.id(), ModelRegistryContract::files);
    ModelVersion second = store().registerModel(name, run.id(), ModelRegistryContract::files);
    store().moveAlias(move(name, "champion", 1));

    assertThat(store().needModel(reference("models:/" + name))).isEqualTo(second);
    assertThat(store().needModel(reference(name + "/latest"))).isEqualTo(second);
    assertThat(store().needModel(reference(name + "/1"))).isEqualTo(first);
    assertThat(store().needModel(reference(name + "@champion"))).isEqualTo(first);
    assertThatThrownBy(() -> store().needModel(reference(name + "/3")))
        .isInstanceOf(NoModelException.class)
        .hasMessage(
            "need a registered model, found no models:/%s/3; versions: 1, 2; aliases: champion"
                + " (version 1)",
            name);
    assertThatThrownBy(() -> store().needModel(reference("other")))
        .isInstanceOf(NoModelException.class)
        .hasMessageContaining("registered are ");
  }

  @Test
  default void moveAlias_severalTimes_standsForTheLastAndKnowsAll() {
    Run run = finishedRun(newSweep(), 1, 0.9, 990);
    String name = newName();
    ModelVersion first = store().registerModel(name, run.id(), ModelRegistryContract::files);
    ModelVersion second = store().registerModel(name, run.id(), ModelRegistryContract::files);
    PairedTest test = new PairedTest(1, Part.VALIDATION, 5000, 40, 10, 0.003, 0.009, 1e-5);
    AliasMove start = move(name, "production", 1);
    AliasMove better = new AliasMove(name, "production", 2, "bob", test, clock().instant());
    AliasMove gone = move(name, "production", null);

    store().moveAlias(start);
    assertThat(store().modelAliases(name)).containsExactly(Map.entry("production", first));
    store().moveAlias(better);
    store().moveAlias(better);
    assertThat(store().modelAliases(name).get("production")).isEqualTo(second);
    store().moveAlias(gone);
    store().moveAlias(gone);
    store().moveAlias(move(name, "never", null));

    assertThat(store().modelAliases(name)).isEmpty();
    assertThat(store().aliasMoves(name)).containsExactly(start, better, gone);
    assertThatThrownBy(() -> store().moveAlias(move(name, "x", 3)))
        .hasMessageContaining("need a registered version, found version 3 of model " + name);
    assertThatThrownBy(() -> store().moveAlias(move(name, "3", 1)))
        .hasMessageContaining("need an alias such as champion, found 3");
  }

  @Test
  default void moveAliasFrom_whereAnotherMovedItMeanwhile_isRefused() {
    Run run = finishedRun(newSweep(), 1, 0.9, 990);
    String name = newName();
    for (int i = 0; i < 3; i++) {
      store().registerModel(name, run.id(), ModelRegistryContract::files);
    }
    store().moveAliasFrom(null, move(name, "champion", 2));
    store().moveAliasFrom(null, move(name, "champion", 2));
    AliasMove move = move(name, "champion", 3);

    assertThatThrownBy(() -> store().moveAliasFrom(1, move))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessage(
            "need the alias champion of model %s at version 1, where it was seen, found it at"
                + " version 2",
            name);
    assertThatThrownBy(() -> store().moveAliasFrom(null, move))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("at no version, where it was seen, found it at version 2");
    assertThat(store().aliasMoves(name)).containsExactly(move(name, "champion", 2));
    store().moveAliasFrom(2, move);
    assertThat(store().needModel(reference(name + "@champion")).version()).isEqualTo(3);
  }

  @Test
  default void delete_ofWhatAModelIsRegisteredOf_isRefusedAndNamesIt() throws IOException {
    Sweep sweep = newSweep();
    Run run = finishedRun(sweep, 1, 0.9, 990);
    store().endSweep(sweep.id(), SweepStatus.FINISHED, "");
    String name = newName();
    store().registerModel(name, run.id(), ModelRegistryContract::files);
    ModelVersion version = store().registerModel(name, run.id(), ModelRegistryContract::files);

    assertThatThrownBy(() -> store().deleteRun(run.id()))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessage(
            "need a run of which no model is registered, found version 1 of model %1$s, version 2"
                + " of model %1$s: delete those first",
            name);
    assertThatThrownBy(() -> store().deleteSweep(sweep.id()))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("version 2 of model " + name);
    assertThatThrownBy(() -> store().removeArtifact(run.id(), version.location() + "model.onnx"))
        .hasMessageContaining("need a path outside of registered-models/");
    assertThatThrownBy(
            () -> store().putArtifact(run.id(), version.location() + "model.onnx", new byte[1]))
        .hasMessageContaining("need a path outside of registered-models/");
    Instant later = clock().instant().plusSeconds(1_000_000_000);
    assertThat(store().eraseDeleted(sweep.id(), later, false)).isEqualTo(Erased.NOTHING);
    assertThat(read(version, "model.onnx")).isEqualTo(Samples.model(2, 600_000));

    store().deleteModel(name, "ada");
    store().deleteRun(run.id());
  }

  @Test
  default void deleteModelVersion_dropsItsFilesAndNeverGivesItsNumberAgain() {
    Run run = finishedRun(newSweep(), 1, 0.9, 990);
    String name = newName();
    ModelVersion first = store().registerModel(name, run.id(), ModelRegistryContract::files);
    store().registerModel(name, run.id(), ModelRegistryContract::files);
    store().moveAlias(move(name, "champion", 2));
    store().moveAlias(move(name, "champion", 1));

    assertThatThrownBy(() -> store().deleteModelVersion(name, 1))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessage(
            "need a version that no alias stands for, found version 1 of model %s, which is"
                + " champion",
            name);
    store().deleteModelVersion(name, 2);
    store().deleteModelVersion(name, 2);
    store().moveAlias(move(name, "champion", null));
    assertThatThrownBy(() -> store().deleteModelVersion(name, 1))
        .isInstanceOf(RefusedChangeException.class)
        .hasMessageContaining("found version 1 as the only one");

    assertThat(store().modelVersions(name)).containsExactly(first);
    assertThat(store().artifacts(run.id()))
        .extracting(Artifact::path)
        .noneMatch(path -> path.startsWith("registered-models/" + name + "/2/"));
    assertThat(store().registerModel(name, run.id(), ModelRegistryContract::files).version())
        .isEqualTo(3);
    assertThat(store().aliasMoves(name)).extracting(AliasMove::version).containsExactly(2, 1, null);
  }

  @Test
  default void deleteModel_takesAllOfItAndItsAliases() {
    Run run = finishedRun(newSweep(), 1, 0.9, 990);
    String name = newName();
    store().registerModel(name, run.id(), ModelRegistryContract::files);
    store().registerModel(name, run.id(), ModelRegistryContract::files);
    store().moveAlias(move(name, "champion", 1));

    store().deleteModel(name, "bob");
    store().deleteModel(name, "bob");

    assertThat(store().modelNames()).doesNotContain(name);
    assertThat(store().modelAliases(name)).isEmpty();
    assertThat(store().aliasMoves(name)).last().extracting(AliasMove::by).isEqualTo("bob");
    assertThat(store().artifacts(run.id()))
        .extracting(Artifact::path)
        .noneMatch(path -> path.startsWith(Artifact.REGISTERED));
    assertThat(store().registerModel(name, run.id(), ModelRegistryContract::files).version())
        .isEqualTo(3);
  }
}
