package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.ExecutionSpec;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.Objective;
import dev.trawl.sweep.SearchSpec;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.sweep.Title;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.testkit.TestCache;
import dev.trawl.train.onednn.Precision;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MachineCheckTest {
  private static final String SWITCH = "trawl.layers";
  private static final TrainingImages IMAGES =
      new TrainingImages(new ImageShape(1, 28, 28), 10, 100, 20, 20);

  @AfterEach
  void compileAgain() {
    System.clearProperty(SWITCH);
  }

  @Test
  void check_whereNetworksAreNotCompiled_saysWhatThatMeans() {
    System.setProperty(SWITCH, "stock");

    MachineCheck both = check(1, "cnn", "attention");
    assertThat(both.networks())
        .isEqualTo(
            "Deeplearning4j's own code (TRAWL_LAYERS=stock): some 20 times slower than compiled;"
                + " attention, bfloat16 and threads beyond 1 are refused");
    assertThat(both.memory()).isNull();
    assertThat(both.problem()).isNull();
    assertThat(both.warnings())
        .containsExactly(
            "some runs will be refused: attention needs a network compiled for oneDNN, found"
                + " TRAWL_LAYERS=stock");

    MachineCheck attention = check(1, "attention");
    assertThat(attention.problem()).startsWith("attention needs a network compiled for oneDNN");
    assertThat(attention.warnings()).isEmpty();
  }

  @Test
  void check_ofAutomaticPrecision_saysWhatItBecomes() {
    System.setProperty(SWITCH, "stock");
    assertThat(automatic("cnn").networks()).endsWith("; precision auto is float32");
    System.clearProperty(SWITCH);
    assumeCompiled();
    assertThat(automatic("cnn", "attention").networks())
        .startsWith("compiled for oneDNN ")
        .endsWith(
            "; precision auto is "
                + (Precision.BFLOAT16.objection().isEmpty() ? "bfloat16" : "float32"));
  }

  /** Of 3×3 pixels, for which the defaults of {@code cnn} and {@code attention} are too large. */
  @Test
  void check_ofImagesThatOnlySomeNetworksFit_asksThose() {
    System.setProperty(SWITCH, "stock");
    assertThat(ofTinyImages("cnn", Map.of("filters", only(List.of(4L)), "kernel_size", only(2L))))
        .startsWith("bfloat16 needs a network compiled for oneDNN");
    assertThat(ofTinyImages("attention", Map.of("patch_size", only(1L))))
        .startsWith("bfloat16 needs a network compiled for oneDNN");
    Distribution some = new Distribution.Categorical(List.of(4L, 3L));
    assertThat(ofTinyImages("attention", Map.of("patch_size", some)))
        .startsWith("bfloat16 needs a network compiled for oneDNN");
  }

  private static Distribution only(Object value) {
    return new Distribution.Constant(value);
  }

  private static String ofTinyImages(String model, Map<String, Distribution> sizes) {
    Map<String, Distribution> space = new LinkedHashMap<>(sizes);
    space.put("precision", only("bfloat16"));
    TrainingImages tiny = new TrainingImages(new ImageShape(1, 3, 3), 10, 100, 20, 20);
    return String.valueOf(
        MachineCheck.of(new Architectures(), spec(1, space, model), tiny).problem());
  }

  /** Of 100 training images. */
  @Test
  void check_ofMoreClientsThanImages_refusesAllRunsOrSome() {
    String few = "need at most as many clients as there are training images, found 101 for 100";
    assertThat(federated(Map.of(), 101).problem()).isEqualTo(few);
    assertThat(federated(Map.of(), 100).problem()).isNull();
    Distribution both = new Distribution.Categorical(List.of(100L, 101L));
    MachineCheck some = federated(Map.of("training.federated.clients", both), 100);
    assertThat(some.problem()).isNull();
    assertThat(some.warnings()).contains("some runs will be refused: " + few);
  }

  @Test
  void check_ofMoreLocalEpochsThanCanBeCounted_saysThatSomeRunsWillBeRefused() {
    Distribution epochs = new Distribution.Categorical(List.of(1L, 100_000_000L));
    assertThat(federated(Map.of("training.federated.local_epochs", epochs), 10).warnings())
        .contains(
            "some runs will be refused: need local_epochs × training images of at most"
                + " 2,147,483,647, found 100,000,000 × 100");
  }

  @Test
  void check_ofLocalStatisticsWithoutBatchNorm_refusesAllRunsOrSome() {
    assumeCompiled();
    Map<String, Object> local = Map.of("clients", 10, "statistics", "local");
    String reason =
        "training.federated: need a network with batch norm for statistics: local, found one"
            + " without";
    Distribution both = new Distribution.Categorical(List.of(false, true));
    Distribution always = new Distribution.Constant(true);
    assertThat(federated(Map.of(), local).problem()).isEqualTo(reason);
    MachineCheck some = federated(Map.of("batch_norm", both), local);
    assertThat(some.problem()).isNull();
    assertThat(some.warnings()).contains("some runs will be refused: " + reason);
    assertThat(federated(Map.of("batch_norm", always), local).warnings()).isEmpty();
    Distribution searched = new Distribution.Categorical(List.of("local", "averaged"));
    MachineCheck searchedToo = federated(Map.of("training.federated.statistics", searched), local);
    assertThat(searchedToo.problem()).isNull();
    assertThat(searchedToo.warnings()).contains("some runs will be refused: " + reason);
  }

  private static MachineCheck federated(Map<String, Distribution> searched, int clients) {
    return federated(searched, Map.of("clients", clients));
  }

  private static MachineCheck federated(
      Map<String, Distribution> searched, Map<String, Object> given) {
    SweepSpec spec = spec(1, searched, "cnn");
    Selection settings = FederatedSettings.of(given);
    return MachineCheck.of(
        new Architectures(),
        new SweepSpec(
            spec.title(),
            spec.dataset(),
            spec.model(),
            spec.search(),
            spec.seed(),
            spec.metric(),
            spec.thresholds(),
            spec.training().federated(settings),
            spec.execution()),
        IMAGES);
  }

  private static MachineCheck automatic(String... models) {
    return MachineCheck.of(
        new Architectures(),
        spec(1, Map.of("precision", new Distribution.Constant("auto")), models),
        IMAGES);
  }

  @Test
  void check_whereAllFits_isWithoutWarnings() {
    assumeCompiled();
    MachineCheck check = check(1, "cnn", "resnet");
    assertThat(check.networks()).startsWith("compiled for oneDNN ");
    assertThat(check.warnings()).isEmpty();
    assertThat(check.problem()).isNull();
    MemoryNeed need = Objects.requireNonNull(check.memory());
    assertThat(need.most()).isGreaterThan(need.least()).isLessThan(need.available());
  }

  @Test
  void open_ofASweepOfWhichNoRunFits_isRefusedBeforeItStarts() {
    assumeCompiled();
    SweepSpec spec = spec(1_000_000, "cnn");
    Datasets datasets = new Datasets(TestCache.datasets(), line -> {});
    assertThatThrownBy(
            () -> new TrainerFactory(datasets, new Architectures(), EpochSettings.RULES).open(spec))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("no run can be trained: need at most ")
        .hasMessageContaining("for 1000000 workers), found a run of ")
        .hasMessageEndingWith("; no batch_size is small enough");
  }

  private static void assumeCompiled() {
    assumeTrue(check(1, "cnn").networks().startsWith("compiled"), "needs oneDNN");
  }

  private static MachineCheck check(int workers, String... models) {
    return MachineCheck.of(new Architectures(), spec(workers, models), IMAGES);
  }

  private static SweepSpec spec(int workers, String... models) {
    return spec(workers, Map.of(), models);
  }

  private static SweepSpec spec(int workers, Map<String, Distribution> more, String... models) {
    Map<String, Distribution> space = new LinkedHashMap<>(more);
    space.put("model", new Distribution.Categorical(List.<Object>of((Object[]) models)));
    return new SweepSpec(
        Title.of("test"),
        new DatasetSpec("mnist", null, 0.2, 100, 50),
        models[0],
        SearchSpec.of(Selection.of("grid"), space),
        1,
        new Objective("val_accuracy", Goal.MAXIMIZE, null),
        List.of(),
        TrainingSpec.of(1),
        new ExecutionSpec(workers, 0, 5));
  }
}
