package dev.trawl.bench;

import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.Network;
import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.Precision;
import dev.trawl.train.update.UpdateSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Trains and evaluates an architecture on MNIST images: the whole step with loss and optimiser, on
 * arrays that are there already. See src/bench/run.
 *
 * <p>Arguments: the network and how many of it at once, each with a thread. Measures once for each
 * line on the standard input, and answers with lines of mode, figure and values, with tabs between,
 * and an empty one.
 */
public final class NetworkBenchmark implements AutoCloseable {
  private static final ImageShape IMAGE = new ImageShape(1, 28, 28);
  private static final int CLASSES = 10;

  /** What the names mean: an architecture, and hyperparameters that are not its default. */
  private static final Map<String, Model> MODELS =
      Map.of(
          "resnet-8", new Model("resnet", Map.of()),
          "resnet-20", new Model("resnet", Map.of("blocks", 3L)),
          "se_resnet-8", new Model("se_resnet", Map.of()));

  private record Model(String architecture, Map<String, Object> values) {}

  private static Model model(String name) {
    return MODELS.getOrDefault(name, new Model(name, Map.of()));
  }

  /** In each precision that this machine trains in. */
  private final Map<Precision, List<Trained>> networks = new EnumMap<>(Precision.class);

  private final ExecutorService threads;

  private NetworkBenchmark(String name, int count) throws IOException {
    BenchmarkImages images = BenchmarkImages.load();
    for (Precision precision : Precision.values()) {
      if (precision.objection().isEmpty()) {
        List<Trained> alike = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          alike.add(new Trained(model(name), images, precision));
        }
        networks.put(precision, alike);
      }
    }
    threads = Executors.newFixedThreadPool(count);
  }

  public static void main(String[] arguments) throws Exception {
    NativeBackend.inspect();
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    try (NetworkBenchmark benchmark =
        new NetworkBenchmark(arguments[0], Integer.parseInt(arguments[1]))) {
      while (lines.readLine() != null) {
        benchmark.networks.keySet().forEach(benchmark::measure);
        System.out.println();
      }
    } catch (IllegalArgumentException e) {
      System.out.printf("\tfailed\t%s%n", e.getMessage());
    }
  }

  /** What a step of a network in training goes to. */
  static StepPieces pieces(String name) throws IOException {
    try (Trained network = new Trained(model(name), BenchmarkImages.load(), Precision.FLOAT32)) {
      network.train();
      return network.pieces();
    }
  }

  private void measure(Precision precision) {
    String mode = precision.name().toLowerCase(Locale.ROOT);
    List<Trained> alike = Objects.requireNonNull(networks.get(precision));
    say(mode, "train", alike, Trained::train);
    if (precision == Precision.FLOAT32) { // All evaluation is.
      say(mode, "evaluate", alike, Trained::evaluate);
    }
    StepPieces pieces = alike.get(0).pieces();
    System.out.printf("%s\tforward\t%f%n", mode, pieces.forward());
    System.out.printf("%s\tbackward\t%f%n", mode, pieces.backward());
    System.out.printf("%s\tupdate\t%f%n", mode, pieces.update());
  }

  private void say(
      String mode, String figure, List<Trained> alike, Function<Trained, Speed> measure) {
    List<CompletableFuture<Speed>> speeds = new ArrayList<>();
    alike.forEach(
        network ->
            speeds.add(CompletableFuture.supplyAsync(() -> measure.apply(network), threads)));
    Speed sum = Speed.NONE;
    for (CompletableFuture<Speed> speed : speeds) {
      sum = sum.plus(speed.join());
    }
    System.out.printf("%s\t%s\t%f\t%f%n", mode, figure, sum.byProcessor(), sum.byWallClock());
  }

  @Override
  public void close() {
    threads.shutdown();
    networks.values().forEach(alike -> alike.forEach(Trained::close));
  }

  /** Each step takes the next batch. */
  private static final class Trained implements AutoCloseable {
    private final BenchmarkImages images;
    private final Network network;
    private final NetworkTrainer trainer;
    private int steps;

    Trained(Model model, BenchmarkImages images, Precision precision) {
      this.images = images;
      network =
          new Architectures().network(model.architecture(), model.values(), IMAGE, CLASSES, 1);
      trainer = NetworkTrainer.of(network, IMAGE, precision, UpdateSettings.STOCK);
      trainer.setLearningRate(1e-3);
    }

    Speed train() {
      return Speed.of(this::step, BenchmarkImages.BATCH);
    }

    StepPieces pieces() {
      return StepPieces.of(trainer::listen, this::step);
    }

    private void step() {
      int batch = steps++ % images.training().size();
      trainer.fit(images.training().get(batch), images.labels().get(batch));
    }

    Speed evaluate() {
      List<INDArray> batches = images.evaluation();
      return Speed.of(
          () -> trainer.inference().probabilities(batches.get(steps++ % batches.size())),
          BenchmarkImages.EVALUATION_BATCH);
    }

    @Override
    public void close() {
      trainer.close();
      network.close();
    }
  }
}
