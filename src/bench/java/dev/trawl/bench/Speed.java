package dev.trawl.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Images a second.
 *
 * @param byProcessor by the thread's processor time, which a busy machine hardly changes: the best
 *     tenth of some 40 ms each
 * @param byWallClock by the wall clock, all of the time
 */
record Speed(double byProcessor, double byWallClock) {
  private static final double NANOS = 1e9;
  private static final double LEAST_SECONDS = 0.6;
  private static final double CHUNK_SECONDS = 0.04;
  private static final int LEAST_CHUNKS = 10;
  private static final int WARM_UP_STEPS = 3;
  private static final int TENTH = 10;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  static final Speed NONE = new Speed(0, 0);

  /** The calling thread's, in seconds from some moment. */
  static double processorSeconds() {
    return THREADS.getCurrentThreadCpuTime() / NANOS;
  }

  private static double wallSeconds() {
    return System.nanoTime() / NANOS;
  }

  /** Of a step of so many images, made again and again for some 0.6 s. */
  static Speed of(Runnable step, int images) {
    int steps = stepsOfChunk(step);
    List<Double> chunks = new ArrayList<>();
    double began = processorSeconds();
    double beganByWall = wallSeconds();
    while (processorSeconds() - began < LEAST_SECONDS || chunks.size() < LEAST_CHUNKS) {
      double chunkBegan = processorSeconds();
      repeat(step, steps);
      chunks.add(processorSeconds() - chunkBegan);
    }
    double byWall = wallSeconds() - beganByWall;
    Collections.sort(chunks);
    double chunkImages = (double) steps * images;
    return new Speed(
        chunkImages / chunks.get(chunks.size() / TENTH), chunks.size() * chunkImages / byWall);
  }

  private static int stepsOfChunk(Runnable step) {
    repeat(step, WARM_UP_STEPS);
    double began = processorSeconds();
    step.run();
    return (int) Math.max(1, Math.round(CHUNK_SECONDS / (processorSeconds() - began)));
  }

  private static void repeat(Runnable step, int times) {
    for (int i = 0; i < times; i++) {
      step.run();
    }
  }

  /** Both at once. */
  Speed plus(Speed other) {
    return new Speed(byProcessor + other.byProcessor, byWallClock + other.byWallClock);
  }
}
