package dev.trawl.train.federated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.track.Evaluation;
import java.util.List;
import java.util.Map;
import org.assertj.core.util.DoubleComparator;
import org.junit.jupiter.api.Test;

class ClientAccuraciesTest {
  /** Of the first label 80 %, of the second 50 %; none of the third. */
  private static final Evaluation VALIDATION =
      new Evaluation(0.5, List.of(List.of(8L, 2L, 0L), List.of(5L, 5L, 0L), List.of(0L, 0L, 0L)));

  @Test
  void metrics_ofClients_weighTheLabelsByTheirImages() {
    Map<String, Double> metrics =
        new ClientAccuracies(List.of(new int[] {3, 0, 0}, new int[] {1, 2, 9}, new int[] {0, 4, 0}))
            .metrics(VALIDATION);
    // 0.8, 0.6 (without the third label), and 0.5.
    assertThat(metrics.keySet())
        .containsExactly(
            "client_accuracy_worst",
            "client_accuracy_p10",
            "client_accuracy_median",
            "client_accuracy_p90");
    assertThat(metrics.values())
        .usingComparatorForType(new DoubleComparator(1e-12), Double.class)
        .containsExactly(0.5, 0.52, 0.6, 0.76);
  }

  @Test
  void metrics_ofAClientWithUnmeasuredLabelsOnly_areNotMadeUp() {
    assertThat(new ClientAccuracies(List.of(new int[] {0, 0, 2})).metrics(VALIDATION))
        .containsEntry("client_accuracy_worst", Double.NaN);
  }
}
