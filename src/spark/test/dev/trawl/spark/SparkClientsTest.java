package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.spark.OpeningTask.Opened;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class SparkClientsTest {
  @Test
  void environment_ofExecutors_namesEachHostAndTypeOnce() {
    assertThat(
            SparkClients.environment(
                List.of(
                    new Opened("0", "b", "Zuse Z3", null),
                    new Opened("1", "a", "Zuse Z3", null),
                    new Opened("2", "b", "Zuse Z4", null))))
        .isEqualTo(Map.of("client_hosts", "a and b", "client_processors", "Zuse Z3 and Zuse Z4"));
  }

  /** A resume would wait for a processor without a name. */
  @Test
  void environment_ofNoExecutorThatAnswered_saysNothing() {
    assertThat(SparkClients.environment(List.of())).isEmpty();
  }
}
