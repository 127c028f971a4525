package dev.trawl.bench;

import dev.trawl.data.Batch;
import dev.trawl.data.Batches;
import dev.trawl.data.Dataset;
import dev.trawl.data.Datasets;
import dev.trawl.sweep.DatasetSpec;
import dev.trawl.sweep.TrainingSpec.Augmentation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Filling batches of 64 MNIST images: time an image. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BatchBenchmark {
  private static final int BATCH = 64;

  @Param({"none", "shift", "rotation and shift"})
  public String augmentation = "none";

  private Batches batches;
  private int next;

  @Setup
  public void load() throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "trawl", "datasets");
    Dataset dataset =
        new Datasets(cache, line -> {}).load(new DatasetSpec("mnist", null, 0.2, null, null), 1);
    batches =
        new Batches(
            dataset.train(),
            BATCH,
            switch (augmentation) {
              case "none" -> null;
              case "shift" -> new Augmentation(0, 0.1, 0);
              default -> new Augmentation(10, 0.1, 0);
            },
            0);
    batches.shuffle(1);
  }

  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Batch fill() {
    next = next + 1 < batches.count() - 1 ? next + 1 : 0;
    return batches.get(next);
  }
}
