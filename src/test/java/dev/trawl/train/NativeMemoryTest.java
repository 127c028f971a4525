package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trawl.TestCache;
import dev.trawl.data.Batch;
import dev.trawl.data.Batches;
import dev.trawl.data.Dataset;
import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.model.Hyperparameters;
import dev.trawl.model.ImageShape;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.train.onednn.Acceleration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one after another leave no native memory behind. The gate does 30 short ones; {@code
 * -Dtrawl.test.runs=500} does more. The figures are in {@code .trawl/trawl.log}.
 */
class NativeMemoryTest {
  private static final Logger LOG = LoggerFactory.getLogger(NativeMemoryTest.class);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int RUNS = Integer.getInteger("trawl.test.runs", 30);

  private static final int REPORT_EVERY = 100;

  /** Runs before the first measurement: code and allocators grow to their size. */
  private static final int WARM_UP = 10;

  /** One run's native memory is about 60 MB; a leak of a tenth of it would show. */
  private static final double LEAK_PER_RUN_MEGABYTES = 2;

  @Test
  void runs_oneAfterAnother_leaveNoNativeMemoryBehind() throws IOException {
    assumeTrue(Files.isReadable(STATUS), "needs Linux");
    NativeBackend.inspect();
    Dataset dataset =
        new Datasets(TestCache.datasets(), line -> {})
            .load(new DatasetSpec("mnist", null, 0.2, 250, 150), 1);
    double before = 0;
    for (int run = 0; run < RUNS; run++) {
      if (run == WARM_UP) {
        before = residentMegabytes();
      }
      if (run % REPORT_EVERY == 0) {
        LOG.info("resident memory after_runs={} megabytes={}", run, residentMegabytes());
      }
      train(dataset, run);
    }
    double growth = residentMegabytes() - before;
    LOG.info("resident memory runs={} after_warm_up={} growth={}", RUNS, before, growth);
    assertThat(growth / (RUNS - WARM_UP)).isLessThan(LEAK_PER_RUN_MEGABYTES);
  }

  private static void train(Dataset dataset, long seed) {
    Architectures architectures = new Architectures();
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            architectures
                .architecture("cnn")
                .configure(
                    new Hyperparameters(architectures.parameters("cnn"), Map.of()),
                    new ImageShape(1, 28, 28),
                    10,
                    seed));
    network.init();
    try (Acceleration acceleration = Acceleration.of(network)) {
      acceleration.setLearningRate(1e-3);
      Batches batches = new Batches(dataset.train(), 64);
      for (int i = 0; i < batches.count(); i++) {
        Batch batch = batches.get(i);
        network.fit(batch.features(), batch.labels());
      }
      new Evaluator(dataset.test(), 10).evaluate(network);
    } finally {
      network.close();
      Nd4j.getWorkspaceManager().destroyAllWorkspacesForCurrentThread();
    }
  }

  private static double residentMegabytes() throws IOException {
    String line =
        Files.readAllLines(STATUS).stream()
            .filter(entry -> entry.startsWith("VmRSS:"))
            .findFirst()
            .orElseThrow();
    return Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024;
  }
}
