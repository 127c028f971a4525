package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.train.RemoteMachines.Finding;
import org.junit.jupiter.api.Test;

final class ExaminedTest {
  private static final long GB = 1_000_000_000;

  @Test
  void memory_lessThanTwiceTheHeapBesideIt_isNotEnough() {
    assertThat(Examined.memory(2 * GB, 6 * GB))
        .isEqualTo(
            new Finding(
                "memory", "2.0 GB of heap, 4.0 GB of its machine or container beside it", true));
    assertThat(Examined.memory(2 * GB, 5 * GB))
        .isEqualTo(
            new Finding(
                "memory",
                "2.0 GB of heap, 3.0 GB of its machine or container beside it: need twice the"
                    + " heap, by spark.executor.memoryOverhead",
                false));
  }

  @Test
  void spark_ofAnotherVersion_isNotEnough() {
    assertThat(Examined.spark("4.2.0", "4.2.0").isEnough()).isTrue();
    assertThat(Examined.spark("4.1.3", "4.2.0"))
        .isEqualTo(new Finding("Spark there", "4.1.3, need the driver's 4.2.0", false));
  }
}
