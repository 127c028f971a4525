package dev.trawl.export;

import dev.trawl.analysis.PairedDifference;
import dev.trawl.track.Interval;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far a format's predictions are from the network's, on the same images.
 *
 * @param differing images that it puts into another class
 * @param ties of them, those whose two best classes are as good as equal to the network
 * @param largest difference of a probability
 * @param paired its accuracy against the network's
 */
public record Agreement(int differing, int ties, double largest, PairedDifference paired) {
  /** Two probabilities this close may change places by rounding. */
  public static final double TIE = 2e-5;

  static Agreement of(ClassProbabilities network, ClassProbabilities format, int[] labels) {
    int[] expected = network.classes();
    int[] found = format.classes();
    int differing = 0;
    int ties = 0;
    for (int i = 0; i < labels.length; i++) {
      if (expected[i] != found[i]) {
        differing++;
        ties += network.lead(i) <= TIE ? 1 : 0;
      }
    }
    return new Agreement(
        differing,
        ties,
        network.largestDifference(format),
        PairedDifference.of(expected, found, labels));
  }

  Map<String, Object> asMap() {
    Map<String, Object> difference = new LinkedHashMap<>();
    Interval interval = paired.interval();
    difference.put("accuracy", paired.value());
    difference.put("low", interval.low());
    difference.put("high", interval.high());
    difference.put("gained", paired.gained());
    difference.put("lost", paired.lost());
    difference.put("mcnemar_p", paired.p());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("predictions_that_differ", differing);
    json.put("of_them_ties", ties);
    json.put("largest_probability_difference", largest);
    json.put("paired_difference", difference);
    return json;
  }
}
