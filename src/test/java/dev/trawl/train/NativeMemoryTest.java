package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trawl.data.Batch;
import dev.trawl.data.Batches;
import dev.trawl.data.Dataset;
import dev.trawl.data.Datasets;
import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.testkit.TestCache;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.Precision;
import dev.trawl.train.update.UpdateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one after another leave no native memory behind. The gate does 22 short ones; {@code
 * -Dtrawl.test.runs=500} does more. The figures are in {@code target/test-1.log} or {@code
 * target/test-2.log}.
 */
class NativeMemoryTest {
  private static final Logger LOG = LoggerFactory.getLogger(NativeMemoryTest.class);
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int RUNS = Integer.getInteger("trawl.test.runs", 22);

  /** Runs before the first measurement: code and allocators grow to their size. */
  private static final int WARM_UP = 6;

  /** A leak grows in each part; Java's heap, which counts too, only in some. */
  private static final int PARTS = 4;

  /** One run's native memory is about 60 MB; a leak of a tenth of it would show. */
  private static final double LEAK_PER_RUN_MEGABYTES = 2;

  @Test
  void runs_oneAfterAnother_leaveNoNativeMemoryBehind() throws IOException {
    assumeTrue(Files.isReadable(STATUS), "needs Linux");
    NativeBackend.inspect();
    Dataset dataset =
        new Datasets(TestCache.datasets(), line -> {})
            .load(new DatasetSpec("mnist", null, 0.2, 250, 150), 1);
    train(dataset, 0, WARM_UP);
    int part = (RUNS - WARM_UP) / PARTS;
    double before = residentMegabytes();
    double least = Double.POSITIVE_INFINITY;
    for (int first = WARM_UP; first < WARM_UP + PARTS * part; first += part) {
      train(dataset, first, part);
      double after = residentMegabytes();
      LOG.info("resident memory runs={} megabytes={}", first + part, after);
      least = Math.min(least, after - before);
      before = after;
    }
    assertThat(least / part).as("megabytes a run").isLessThan(LEAK_PER_RUN_MEGABYTES);
  }

  private static void train(Dataset dataset, int first, int runs) {
    for (int run = first; run < first + runs; run++) {
      train(dataset, run);
    }
  }

  private static void train(Dataset dataset, long seed) {
    ImageShape images = new ImageShape(1, 28, 28);
    Network network = new Architectures().network("cnn", Map.of(), images, 10, seed);
    try (NetworkTrainer trainer =
        NetworkTrainer.of(network, images, Precision.FLOAT32, UpdateSettings.STOCK)) {
      trainer.setLearningRate(1e-3);
      Batches batches = new Batches(dataset.train(), 64);
      for (int i = 0; i < batches.count(); i++) {
        Batch batch = batches.get(i);
        trainer.fit(batch.features(), batch.labels());
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
