package dev.trawl.track;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names of what a run's time goes to. Times are in seconds by these names. */
public final class Phase {
  /** Making batches: shuffling, scaling, augmentation. */
  public static final String DATA = "data";

  /** Forward passes, with the loss and accuracy of the training images. */
  public static final String FORWARD = "forward";

  public static final String BACKWARD = "backward";

  /** Steps of the optimiser. */
  public static final String UPDATE = "update";

  /** The rounds of a federated run's clients, on as many threads as the run has. */
  public static final String CLIENTS = "clients";

  /** Measuring on the validation images and, once, on the test images. */
  public static final String EVALUATION = "evaluation";

  /** Writing checkpoints and storing epochs. */
  public static final String RECORDING = "recording";

  /** The rest. */
  public static final String OTHER = "other";

  /** All of them, in the order in which they are shown. */
  public static final List<String> ALL =
      List.of(DATA, FORWARD, BACKWARD, UPDATE, CLIENTS, EVALUATION, RECORDING, OTHER);

  private Phase() {}

  /** The sums, phase by phase; those of {@link #ALL} first, in that order. */
  public static Map<String, Double> sum(Map<String, Double> some, Map<String, Double> others) {
    Set<String> names = new LinkedHashSet<>(ALL);
    names.addAll(some.keySet());
    names.addAll(others.keySet());
    Map<String, Double> sum = new LinkedHashMap<>();
    for (String name : names) {
      if (some.containsKey(name) || others.containsKey(name)) {
        sum.put(name, some.getOrDefault(name, 0.0) + others.getOrDefault(name, 0.0));
      }
    }
    return Collections.unmodifiableMap(sum);
  }
}
