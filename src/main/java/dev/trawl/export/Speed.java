package dev.trawl.export;

import dev.trawl.data.ImageSet;
import dev.trawl.export.predict.Predictor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How fast a model answers on one thread, in its processor time, which others on the machine hardly
 * change.
 *
 * @param microseconds for one image alone
 * @param imagesPerSecond in batches of {@link #BATCH}
 */
public record Speed(double microseconds, double imagesPerSecond) {
  /** Images of a batch. */
  public static final int BATCH = 64;

  private static final int ROUNDS = 7;
  private static final long NANOS_A_ROUND = 5_000_000;
  private static final double NANOS_A_MICROSECOND = 1e3;
  private static final double NANOS_A_SECOND = 1e9;

  /** Measures several models in turn, after a round that warms them up; takes the medians. */
  static List<Speed> measure(List<Predictor> models, ImageSet images) {
    byte[] one = images.pixels(0);
    byte[] many = ClassProbabilities.pixels(images, 0, BATCH);
    List<double[]> single = times(models);
    List<double[]> batch = times(models);
    for (int round = -1; round < ROUNDS; round++) {
      for (int i = 0; i < models.size(); i++) {
        double nanosOfOne = nanos(models.get(i), one);
        double nanosOfMany = nanos(models.get(i), many);
        if (round >= 0) {
          single.get(i)[round] = nanosOfOne;
          batch.get(i)[round] = nanosOfMany;
        }
      }
    }
    List<Speed> speeds = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      speeds.add(
          new Speed(
              median(single.get(i)) / NANOS_A_MICROSECOND,
              BATCH * NANOS_A_SECOND / median(batch.get(i))));
    }
    return speeds;
  }

  private static List<double[]> times(List<Predictor> models) {
    return models.stream().map(model -> new double[ROUNDS]).toList();
  }

  /** Of one call, over as many as fill a round. */
  private static double nanos(Predictor model, byte[] images) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    model.probabilities(images);
    long start = threads.getCurrentThreadCpuTime();
    long end = start;
    int calls = 0;
    while (end - start < NANOS_A_ROUND) {
      model.probabilities(images);
      calls++;
      end = threads.getCurrentThreadCpuTime();
    }
    return (end - start) / (double) calls;
  }

  private static double median(double[] times) {
    double[] sorted = times.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
