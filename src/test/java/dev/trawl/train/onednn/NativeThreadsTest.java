package dev.trawl.train.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.train.update.UpdateSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class NativeThreadsTest {
  private static final Path TASKS = Path.of("/proc/self/task");
  private static final ImageShape IMAGES = new ImageShape(1, 28, 28);
  private static final int BATCH = 16;

  @BeforeEach
  void needLinux() {
    assumeTrue(Files.isDirectory(TASKS) && Backend.problem().isEmpty(), "needs Linux and oneDNN");
  }

  @Test
  void train_withSoManyThreads_usesThatManyNativeOnes() throws Exception {
    assertThat(nativeThreads(1)).isEqualTo(1);
    assertThat(nativeThreads(3)).isEqualTo(3);
  }

  @Test
  void close_ofAThreadsNumber_leavesWhatWasBefore() {
    try (NativeThreads outer = new NativeThreads(2)) {
      try (NativeThreads inner = new NativeThreads(3)) {
        assertThat(inner.count()).isEqualTo(3);
      }
      assertThat(outer.count()).isEqualTo(2);
    }
  }

  @Test
  void refusal_ofSeveralThreads_isForNetworksThatAreNotCompiled() {
    NetworkConfiguration network = new Architectures().configure("cnn", Map.of(), IMAGES, 10, 1);
    assertThat(NativeThreads.refusal(network, 4)).isEmpty();
    System.setProperty("trawl.layers", "stock");
    try {
      assertThat(NativeThreads.refusal(network, 1)).isEmpty();
      assertThat(NativeThreads.refusal(network, 4))
          .contains(
              "need a network compiled for oneDNN for more than one thread a run, found stock:"
                  + " TRAWL_LAYERS=stock");
    } finally {
      System.clearProperty("trawl.layers");
    }
  }

  /** OpenMP's threads have the name of the thread that they work for. */
  private static long nativeThreads(int threads) throws InterruptedException, ExecutionException {
    String name = "omp-test-" + threads;
    FutureTask<Long> task =
        new FutureTask<>(
            () -> {
              try (NativeThreads used = new NativeThreads(threads)) {
                assertThat(used.count()).isEqualTo(threads);
                train();
                return tasks(name);
              }
            });
    Thread thread = new Thread(task, name);
    thread.start();
    long found = task.get();
    thread.join();
    return found;
  }

  private static void train() {
    Network network = new Architectures().network("cnn", Map.of(), IMAGES, 10, 1);
    float[] numbers = new float[BATCH * 28 * 28];
    Random random = new Random(1);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextFloat();
    }
    INDArray labels = Nd4j.zeros(BATCH, 10);
    labels.putScalar(0, 1, 1);
    try (NetworkTrainer trainer =
        NetworkTrainer.of(network, IMAGES, Precision.FLOAT32, UpdateSettings.STOCK)) {
      trainer.fit(Nd4j.create(numbers, new int[] {BATCH, 1, 28, 28}, 'c'), labels);
    } finally {
      network.close();
    }
  }

  private static long tasks(String name) throws IOException {
    try (Stream<Path> tasks = Files.list(TASKS)) {
      return tasks.filter(task -> name.equals(name(task))).count();
    }
  }

  private static String name(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException e) {
      return ""; // It ended just now.
    }
  }
}
