package dev.trawl.bench;

import dev.trawl.train.onednn.StepListener;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a training step's processor time goes to, in microseconds: the best tenth of each.
 *
 * @param update the optimiser, and what else is left
 */
record StepPieces(double forward, double backward, double update) {
  private static final int LEAST_STEPS = 10;
  private static final double LEAST_SECONDS = 0.5;
  private static final int TENTH = 10;
  private static final double MICROS = 1e6;

  /**
   * @param listen has the trainer tell of its steps
   * @param step one of the trainer's
   */
  static StepPieces of(Consumer<StepListener> listen, Runnable step) {
    Laps laps = new Laps();
    listen.accept(laps);
    List<Double> updates = new ArrayList<>();
    double began = Speed.processorSeconds();
    while (updates.size() < LEAST_STEPS || laps.since - began < LEAST_SECONDS) {
      laps.since = Speed.processorSeconds();
      step.run();
      laps.add(updates);
    }
    return new StepPieces(micros(laps.forwards), micros(laps.backwards), micros(updates));
  }

  private static double micros(List<Double> seconds) {
    List<Double> sorted = new ArrayList<>(seconds);
    Collections.sort(sorted);
    return sorted.get(sorted.size() / TENTH) * MICROS;
  }

  /** Neither loss nor accuracy: the step alone. */
  private static final class Laps implements StepListener {
    private final List<Double> forwards = new ArrayList<>();
    private final List<Double> backwards = new ArrayList<>();
    private double since;

    @Override
    public void forwardEnded(float[] logits) {
      add(forwards);
    }

    @Override
    public void backwardEnded() {
      add(backwards);
    }

    private void add(List<Double> laps) {
      double now = Speed.processorSeconds();
      laps.add(now - since);
      since = now;
    }
  }
}
