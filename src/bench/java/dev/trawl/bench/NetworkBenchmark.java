package dev.trawl.bench;

import dev.trawl.train.NativeBackend;
import dev.trawl.train.onednn.Precision;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Trains and evaluates an architecture on MNIST images: the whole step with loss and optimiser, on
 * arrays that are there already. See src/bench/run.
 *
 * <p>Arguments: the network and how many of it at once, each with a thread. Measures once for each
 * line on the standard input, and answers with lines of mode, figure and values, with tabs between,
 * and an empty one.
 */
public final class NetworkBenchmark implements AutoCloseable {
  private final Map<Precision, List<TrainedNetwork>> networks = new LinkedHashMap<>();
  private final ExecutorService threads;

  private NetworkBenchmark(String name, int count) throws IOException {
    BenchmarkImages images = BenchmarkImages.load();
    for (Precision precision : Precision.values()) {
      try {
        List<TrainedNetwork> equals = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          equals.add(new TrainedNetwork(name, precision, images));
        }
        networks.put(precision, equals);
      } catch (IllegalArgumentException e) {
        say(precision, "failed", e.getMessage());
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
        benchmark.measure();
        System.out.println();
      }
    }
  }

  private void measure() throws InterruptedException, ExecutionException {
    for (Precision precision : networks.keySet()) {
      say(precision, "train", TrainedNetwork::train);
      if (precision == Precision.FLOAT32) {
        say(precision, "evaluate", TrainedNetwork::evaluate);
      }
      StepPieces pieces = networks.get(precision).get(0).pieces();
      say(precision, "forward", pieces.forward());
      say(precision, "backward", pieces.backward());
      say(precision, "update", pieces.update());
    }
  }

  /** All networks at once. */
  private void say(Precision precision, String figure, Function<TrainedNetwork, Speed> measure)
      throws InterruptedException, ExecutionException {
    List<Callable<Speed>> all = new ArrayList<>();
    networks.get(precision).forEach(network -> all.add(() -> measure.apply(network)));
    Speed sum = Speed.NONE;
    for (Future<Speed> speed : threads.invokeAll(all)) {
      sum = sum.plus(speed.get());
    }
    say(precision, figure, sum.byProcessor(), sum.byWallClock());
  }

  private static void say(Precision precision, String figure, Object... values) {
    StringBuilder line = new StringBuilder(precision.name().toLowerCase(Locale.ROOT));
    line.append('\t').append(figure);
    for (Object value : values) {
      line.append('\t').append(value);
    }
    System.out.println(line);
  }

  @Override
  public void close() {
    threads.shutdown();
    networks.values().forEach(equals -> equals.forEach(TrainedNetwork::close));
  }
}
