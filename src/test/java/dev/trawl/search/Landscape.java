package dev.trawl.search;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.Uniform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A function that searches minimise; its least value is 0. */
public enum Landscape {
  /** Two reals, three minima (Branin and Hoo, 1972). */
  BRANIN("Branin") {
    @Override
    public Map<String, Distribution> space() {
      Map<String, Distribution> space = new LinkedHashMap<>();
      space.put("x1", new Uniform(-5, 10));
      space.put("x2", new Uniform(0, 15));
      return space;
    }

    @Override
    public double regret(Map<String, Object> point) {
      double x = number(point, "x1");
      double curve =
          number(point, "x2") - 5.1 / (4 * Math.PI * Math.PI) * x * x + 5 / Math.PI * x - 6;
      return curve * curve + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10 - 0.39788735772973816;
    }
  },

  /** Six reals, six local minima (Hartmann, 1973). */
  HARTMANN6("Hartmann6") {
    @Override
    public Map<String, Distribution> space() {
      Map<String, Distribution> space = new LinkedHashMap<>();
      for (int i = 1; i <= 6; i++) {
        space.put("x" + i, new Uniform(0, 1));
      }
      return space;
    }

    @Override
    public double regret(Map<String, Object> point) {
      double value = 3.322368011415515;
      for (int i = 0; i < DEPTHS.length; i++) {
        double exponent = 0;
        for (int j = 0; j < 6; j++) {
          double distance = number(point, "x" + (j + 1)) - 1e-4 * CENTRES[i][j];
          exponent += SCALES[i][j] * distance * distance;
        }
        value -= DEPTHS[i] * Math.exp(-exponent);
      }
      return value;
    }
  },

  /**
   * Seven hyperparameters like those of a network, and points of accuracy that they cost: the best
   * learning rate depends on the optimiser and the batch.
   */
  MIXED("mixed") {
    @Override
    public Map<String, Distribution> space() {
      Map<String, Distribution> space = new LinkedHashMap<>();
      space.put("learning_rate", new LogUniformValues(1e-4, 1e-1));
      space.put("l2", new LogUniformValues(1e-6, 1e-2));
      space.put("dropout", new Uniform(0, 0.5));
      space.put("units", new LogUniformValues(15.5, 256.5));
      space.put("layers", new IntUniform(1, 5));
      space.put("optimizer", new Categorical(List.of("adam", "sgd", "rmsprop")));
      space.put("batch_size", new Categorical(List.of(32L, 64L, 128L, 256L)));
      return space;
    }

    @Override
    public double regret(Map<String, Object> point) {
      String optimizer = (String) point.getOrDefault("optimizer", "");
      double batch = Math.log(number(point, "batch_size") / 64) / Math.log(2);
      double best = optimizer.equals("adam") ? -2.75 : optimizer.equals("sgd") ? -1.25 : -3;
      double rate = Math.log10(number(point, "learning_rate")) - best - 0.25 * batch;
      double l2 = Math.log10(number(point, "l2")) + 4;
      double dropout = number(point, "dropout") - 0.2;
      double units = Math.log(Math.rint(number(point, "units")) / 96) / Math.log(2);
      double layers = number(point, "layers") - 3;
      double other = optimizer.equals("adam") ? 0 : optimizer.equals("sgd") ? 0.1 : 0.2;
      double size = batch == 2 ? 0.1 : 0.03 * Math.abs(batch);
      return 0.9 * rate * rate
          + 0.15 * l2 * l2
          + 6 * dropout * dropout
          + 0.25 * units * units
          + 0.08 * layers * layers
          + other
          + size;
    }
  };

  private static final double[] DEPTHS = {1, 1.2, 3, 3.2};
  private static final double[][] SCALES = {
    {10, 3, 17, 3.5, 1.7, 8},
    {0.05, 10, 17, 0.1, 8, 14},
    {3, 3.5, 1.7, 10, 17, 8},
    {17, 8, 0.05, 10, 0.1, 14}
  };
  private static final double[][] CENTRES = {
    {1312, 1696, 5569, 124, 8283, 5886},
    {2329, 4135, 8307, 3736, 1004, 9991},
    {2348, 1451, 3522, 2883, 3047, 6650},
    {4047, 8828, 8732, 5743, 1091, 381}
  };

  private final String title;

  Landscape(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  public abstract Map<String, Distribution> space();

  /** How much worse a point is than the best. */
  public abstract double regret(Map<String, Object> point);

  private static double number(Map<String, Object> point, String name) {
    return ((Number) Objects.requireNonNull(point.get(name))).doubleValue();
  }
}
