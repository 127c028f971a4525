package dev.trawl.train.federated;

import dev.trawl.data.ImageSet;
import dev.trawl.track.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a network does for each client: the accuracy that is to be expected on new images with
 * the client's labels, which is the mean over its images of how many of the validation images with
 * the image's label are right. Immutable.
 *
 * @param labels how many images of each label each client has; not copied, so don't change them
 */
public record ClientAccuracies(List<int[]> labels) {

  /** Of clients with these images. */
  public static ClientAccuracies of(List<ImageSet> shares) {
    return new ClientAccuracies(shares.stream().map(ImageSet::classCounts).toList());
  }

  /**
   * The worst client's, and quantiles over all clients, in a straight line between the two nearest,
   * by the names of metrics. A label that no validation image has counts for no client; NaN where
   * that leaves a client none.
   */
  public Map<String, Double> metrics(Evaluation validation) {
    double[] sorted =
        labels.stream().mapToDouble(counts -> expected(counts, validation)).sorted().toArray();
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put("client_accuracy_worst", sorted[0]);
    metrics.put("client_accuracy_p10", quantile(sorted, 0.1));
    metrics.put("client_accuracy_median", quantile(sorted, 0.5));
    metrics.put("client_accuracy_p90", quantile(sorted, 0.9));
    return metrics;
  }

  private static double expected(int[] counts, Evaluation validation) {
    double sum = 0;
    long images = 0;
    for (int label = 0; label < counts.length; label++) {
      double right = validation.recall(label);
      if (counts[label] > 0 && !Double.isNaN(right)) {
        sum += counts[label] * right;
        images += counts[label];
      }
    }
    return sum / images;
  }

  private static double quantile(double[] sorted, double part) {
    double place = part * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
