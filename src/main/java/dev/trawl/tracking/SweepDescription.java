package dev.trawl.tracking;

import dev.trawl.sweep.Goal;
import dev.trawl.sweep.MetricKind;
import dev.trawl.sweep.Objective;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Needed;
import dev.trawl.track.RecordableText;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a program's runs have in common.
 *
 * @param model what is trained, in a word
 * @param dataset what it is trained and measured on, of 2 labels and 1 test image at least; its
 *     counts give accuracies their intervals. Null leaves it out: there is no test then
 * @param metric which one chooses between epochs and between runs, and in which direction; none of
 *     the test set's. Null leaves it out: no epoch and no run is the best one then
 * @param thresholds accuracies as fractions, ascending; a run's band is how many of them its test
 *     accuracy reaches
 * @param epochs how many a run has at most
 */
public record SweepDescription(
    String name,
    String model,
    @Nullable DatasetInfo dataset,
    @Nullable Objective metric,
    List<Double> thresholds,
    int epochs) {
  private static final Pattern LINE_END = Pattern.compile("\\R");
  private static final List<Double> THRESHOLDS = List.of(0.98, 0.99);

  public SweepDescription {
    RecordableText.name("the sweep", name);
    if (LINE_END.matcher(name).find()) {
      throw new IllegalArgumentException("need a name on one line for the sweep, found " + name);
    }
    RecordableText.name("the model", model);
    if (dataset != null) {
      check(dataset);
    }
    if (metric != null) {
      check(metric);
    }
    for (Double threshold : Needed.notNull("thresholds, an empty list for none", thresholds)) {
      Needed.notNull("each threshold", threshold);
    }
    thresholds = List.copyOf(thresholds);
    if (!areThresholds(thresholds)) {
      throw new IllegalArgumentException(
          "need thresholds from 0 to 1, ascending, found " + thresholds);
    }
    if (epochs < 1) {
      throw new IllegalArgumentException("need 1 epoch at least, found " + epochs);
    }
  }

  private static void check(DatasetInfo dataset) {
    RecordableText.name("the data set", dataset.name());
    RecordableText.text("the data set's checksum", dataset.sha256());
    for (String label : dataset.labels()) {
      RecordableText.name("each label", RecordableText.text("each label", label));
    }
    if (dataset.labels().size() < 2) {
      throw new IllegalArgumentException("need 2 labels at least, found " + dataset.labels());
    }
    if (Set.copyOf(dataset.labels()).size() < dataset.labels().size()) {
      throw new IllegalArgumentException(
          "need labels that differ, found one twice in " + dataset.labels());
    }
    if (dataset.testImages() < 1) {
      throw new IllegalArgumentException(
          "need 1 test image at least, found " + dataset.testImages());
    }
    if (IntStream.of(
            dataset.trainImages(),
            dataset.validationImages(),
            dataset.height(),
            dataset.width(),
            dataset.channels())
        .anyMatch(count -> count < 0)) {
      throw new IllegalArgumentException("need no count or size below 0, found " + dataset);
    }
  }

  private static void check(Objective metric) {
    MetricName.check("the metric", metric.name());
    Needed.notNull("the metric's goal", metric.goal());
    Double target = metric.target();
    if (target != null && !Double.isFinite(target)) {
      throw new IllegalArgumentException(
          "need a finite target for %s, or null for none, found %s"
              .formatted(metric.name(), target));
    }
    if (target != null && MetricKind.of(metric.name()).isFraction() && !isFraction(target)) {
      throw new IllegalArgumentException(
          "need a target for %s as a fraction from 0 to 1, found %s"
              .formatted(metric.name(), target));
    }
  }

  private static boolean isFraction(double value) {
    return value >= 0 && value <= 1;
  }

  private static boolean areThresholds(List<Double> values) {
    return IntStream.range(0, values.size())
        .allMatch(i -> isFraction(values.get(i)) && (i == 0 || values.get(i) > values.get(i - 1)));
  }

  /** Runs of whatever is no classifier of images, and which nothing chooses between. */
  public static SweepDescription of(String name, String model, int epochs) {
    return new SweepDescription(name, model, null, null, List.of(), epochs);
  }

  /** Runs compared by {@code val_accuracy} and against 98 and 99 %. */
  public static SweepDescription of(String name, String model, DatasetInfo dataset, int epochs) {
    return new SweepDescription(
        name,
        model,
        Needed.notNull("a data set", dataset),
        new Objective("val_accuracy", Goal.MAXIMIZE, null),
        THRESHOLDS,
        epochs);
  }
}
