package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.model.NetworkConfiguration;
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
import dev.trawl.train.onednn.GraphPlan;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.Precision;
import dev.trawl.train.update.UpdateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RunMemoryTest {
  private static final Architectures ARCHITECTURES = new Architectures();
  private static final TrainingImages MNIST =
      new TrainingImages(new ImageShape(1, 28, 28), 10, 60_000, 12_000, 10_000);
  private static final long GIGABYTE = 1_000_000_000;
  private static final Path MAPPINGS = Path.of("/proc/self/smaps");

  /** Above, glibc gives memory that is nobody's yet, and takes it away again. */
  private static final double SMALLEST_MAPPED = 33 * 1024 * 1024;

  /** Of the JVM and of the primitives themselves. */
  private static final double OTHERS = 8e6;

  /** What the largest of the networks takes to be evaluated, and its vectors. */
  private static final double EVALUATION = 80e6;

  /** Java's heap and classes lie below, as long as the heap is small; all native memory above. */
  private static final long END_OF_HEAP = 1L << 36;

  @BeforeAll
  static void needOneDnn() {
    NativeBackend.inspect();
    assumeTrue(NetworkTrainer.summarize(configuration("cnn")).startsWith("onednn"));
  }

  static Stream<Arguments> trained() {
    return ARCHITECTURES.models().stream()
        .flatMap(
            model -> Stream.of("float32", "auto").map(precision -> Arguments.of(model, precision)));
  }

  /**
   * What the process grows by when a network is trained. Batches are so large that the memory is
   * mapped anew: smaller pieces may be ones that others left behind.
   */
  @ParameterizedTest
  @MethodSource("trained")
  void bytes_ofARun_areWhatItsProcessTakes(String model, String precision) throws IOException {
    assumeTrue(Files.isReadable(MAPPINGS), "needs Linux");
    Precision used =
        Precision.named(precision)
            .orElse(
                Precision.BFLOAT16.objection().isEmpty() ? Precision.BFLOAT16 : Precision.FLOAT32);
    int batch = model.equals("cnn") ? 768 : 256;
    double steps = GraphPlan.of(configuration(model)).trainingBytes(batch, used).orElseThrow();
    assertThat(steps).isGreaterThan(SMALLEST_MAPPED);

    double grown = grownByTraining(model, used, batch);

    assertThat(grown).isCloseTo(steps, within(0.03 * steps + OTHERS));
    Map<String, Object> values = Map.of("batch_size", (long) batch, "precision", precision);
    double whole = memory(spec(model, Map.of()), GIGABYTE).bytes(values).orElseThrow();
    assertThat(whole).isBetween(steps, 1.1 * steps + EVALUATION);
  }

  private static double grownByTraining(String model, Precision precision, int batch)
      throws IOException {
    Network network = ARCHITECTURES.network(model, Map.of(), MNIST.shape(), 10, 1);
    try (INDArray images = Nd4j.rand('c', batch, 1, 28, 28);
        INDArray labels = Nd4j.zeros(batch, 10)) {
      double before = nativeBytes();
      try (NetworkTrainer trainer =
          NetworkTrainer.of(network, MNIST.shape(), precision, UpdateSettings.STOCK)) {
        trainer.fit(images, labels);
        trainer.fit(images, labels);
        return nativeBytes() - before;
      }
    } finally {
      network.close();
    }
  }

  @Test
  void refusal_ofARunThatDoesntFit_namesTheLargestBatchThatDoes() {
    RunMemory memory = memory(spec("resnet", Map.of()), GIGABYTE / 2);
    assertThat(memory.refusal(Map.of("batch_size", 64L))).isEmpty();

    String refusal = memory.refusal(Map.of("batch_size", 4096L)).orElseThrow();

    assertThat(refusal)
        .matches(
            "need at most 250\\.0 MB of memory \\(500\\.0 MB for 2 workers\\), found a run of"
                + " \\d\\.\\d GB; the largest batch_size that fits is \\d+");
    long largest = Long.parseLong(refusal.replaceAll(".* ", ""));
    assertThat(memory.refusal(Map.of("batch_size", largest))).isEmpty();
    assertThat(memory.refusal(Map.of("batch_size", largest + 1))).isPresent();
  }

  @Test
  void refusal_whereNoBatchIsSmallEnough_saysSo() {
    RunMemory memory = memory(spec("cnn", Map.of()), 1_000_000);
    assertThat(memory.refusal(Map.of()).orElseThrow())
        .startsWith("need at most 500.0 kB of memory (1.0 MB for 2 workers), found a run of ")
        .endsWith("; no batch_size is small enough");
  }

  /** More than there are images is never in a batch. */
  @Test
  void bytes_ofABatchBeyondTheImages_areThoseOfAllImages() {
    RunMemory few =
        new RunMemory(
            new RunNetworks(
                ARCHITECTURES,
                spec("cnn", Map.of()),
                new TrainingImages(MNIST.shape(), 10, 100, 20, 20)),
            2,
            GIGABYTE);
    assertThat(few.bytes(Map.of("batch_size", 4096L)))
        .isEqualTo(few.bytes(Map.of("batch_size", 100L)));
  }

  @Test
  void smallestAndLargest_ofASpace_areTheEndsThatTakeLeastAndMost() {
    Map<String, Distribution> space = new LinkedHashMap<>();
    space.put("learning_rate", new Distribution.Uniform(1e-4, 1e-2));
    space.put("batch_size", new Distribution.IntUniform(16, 512));
    space.put("model", new Distribution.Categorical(List.of("mobilenet_v2", "cnn")));
    space.put("precision", new Distribution.Categorical(List.of("auto", "float32")));
    space.put("filters", new Distribution.Categorical(List.of(List.of(8L), List.of(64L, 64L))));
    SweepSpec spec = spec("cnn", space);
    SpaceMemory memory = new SpaceMemory(memory(spec, GIGABYTE), ARCHITECTURES, spec);

    assertThat(memory.largest().orElseThrow())
        .containsEntry("model", "mobilenet_v2")
        .containsEntry("batch_size", 512L)
        .containsEntry("precision", "float32")
        .doesNotContainKey("filters");
    assertThat(memory.smallest().orElseThrow())
        .containsEntry("model", "cnn")
        .containsEntry("batch_size", 16L)
        .containsEntry("filters", List.of(8L));
  }

  @Test
  void describe_ofANeed_countsTheWorkers() {
    assertThat(new MemoryNeed(12_000_000, 430_000_000, 2, 17 * GIGABYTE, null, null).describe())
        .isEqualTo(
            "runs need 12.0 MB to 430.0 MB of memory each, 2 at once up to 860.0 MB;"
                + " this machine has 17.0 GB for runs beside Java's heap");
    assertThat(new MemoryNeed(12_000_000, 12_000_000, 1, GIGABYTE, null, null).describe())
        .isEqualTo(
            "a run needs 12.0 MB of memory; this machine has 1.0 GB for runs beside Java's heap");
  }

  /** A network a thread, beside the server's. */
  @Test
  void bytes_ofAFederatedRun_growByItsThreadsAlike() {
    Map<String, Object> clients = Map.of("clients", 100, "fraction", 0.1, "local_epochs", 5);
    RunNetworks networks =
        new RunNetworks(ARCHITECTURES, spec("cnn", Map.of(), federated(clients)), MNIST);
    RunMemory memory = new RunMemory(networks, 1, GIGABYTE);
    long central = memory(spec("cnn", Map.of()), GIGABYTE).bytes(Map.of()).orElseThrow();
    long one = memory.bytes(Map.of("threads", 1L)).orElseThrow();
    long two = memory.bytes(Map.of("threads", 2L)).orElseThrow();
    long three = memory.bytes(Map.of("threads", 3L)).orElseThrow();

    assertThat(one).isBetween(central, 2 * central + 1);
    assertThat(three - two).isEqualTo(two - one).isPositive();
    assertThat(of(networks, Part.CLIENTS)).as("one thread a client").isEqualTo(two - one);
    assertThat(of(networks, Part.SERVERS)).as("its clients are elsewhere").isEqualTo(central);
  }

  private static long of(RunNetworks whole, Part part) {
    RunNetworks networks =
        new RunNetworks(whole.architectures(), whole.spec(), whole.images(), part);
    return new RunMemory(networks, 1, GIGABYTE).bytes(Map.of("threads", 64L)).orElseThrow();
  }

  @Test
  void images_ofAFederatedRound_areDividedAmongTheThreads() {
    Map<String, Object> clients = Map.of("clients", 100, "fraction", 0.1, "local_epochs", 5);
    RunNetworks networks =
        new RunNetworks(ARCHITECTURES, spec("cnn", Map.of(), federated(clients)), MNIST);
    assertThat(networks.imagesOfAnEpoch(Map.of())).isEqualTo(10 * 600 * 5);
    assertThat(networks.imagesOfAnEpoch(Map.of("threads", 4L))).isEqualTo(3 * 600 * 5);
    assertThat(networks.imagesOfAnEpoch(Map.of("threads", 40L))).isEqualTo(600 * 5);
    assertThat(networks.imagesMeasuredByClients(Map.of())).isEqualTo(10 * 600);
    assertThat(networks.nativeThreads(Map.of("threads", 4L))).isEqualTo(1);
    assertThat(networks.imagesOfATrainer(Map.of())).isEqualTo(600);
  }

  private static TrainingSpec federated(Map<String, Object> settings) {
    return TrainingSpec.of(1).federated(FederatedSettings.of(settings));
  }

  private static RunMemory memory(SweepSpec spec, long available) {
    return new RunMemory(new RunNetworks(ARCHITECTURES, spec, MNIST), 2, available);
  }

  private static NetworkConfiguration configuration(String model) {
    return ARCHITECTURES.configure(model, Map.of(), MNIST.shape(), 10, 1);
  }

  private static SweepSpec spec(String model, Map<String, Distribution> space) {
    return spec(model, space, TrainingSpec.of(1));
  }

  private static SweepSpec spec(
      String model, Map<String, Distribution> space, TrainingSpec training) {
    return new SweepSpec(
        Title.of("test"),
        new DatasetSpec("mnist", null, 0.2, 100, 50),
        model,
        SearchSpec.of(Selection.of("grid"), space),
        1,
        new Objective("val_accuracy", Goal.MAXIMIZE, null),
        List.of(),
        training,
        ExecutionSpec.DEFAULT);
  }

  /** What is really in memory, without Java's heap. */
  private static double nativeBytes() throws IOException {
    double kilobytes = 0;
    boolean counts = false;
    for (String line : Files.readAllLines(MAPPINGS)) {
      if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
        long start = Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16);
        counts = Long.compareUnsigned(start, END_OF_HEAP) >= 0;
      } else if (counts && line.startsWith("Rss:")) {
        kilobytes += Double.parseDouble(line.replaceAll("[^0-9]", ""));
      }
    }
    return kilobytes * 1024;
  }
}
