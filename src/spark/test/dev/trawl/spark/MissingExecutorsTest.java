package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.train.NoMachineException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class MissingExecutorsTest {
  private long seconds;
  private int executors;
  private final MissingExecutors missing =
      new MissingExecutors(
          "spark://host:7077", () -> executors, () -> TimeUnit.SECONDS.toNanos(seconds));

  @Test
  void check_noneForFiveMinutes_isNoCluster() {
    seconds = 299;
    missing.check();
    seconds = 301;
    assertThatThrownBy(missing::check)
        .isInstanceOf(NoMachineException.class)
        .hasMessage(
            "need an executor of spark://host:7077, found none for 5 min: its master or its workers"
                + " are gone");
  }

  /** A run may wait for an hour while others train; an executor is replaced in a moment. */
  @Test
  void check_noneForAMomentAfterALongWait_waitsOn() {
    executors = 1;
    for (seconds = 2; seconds < 3600; seconds += 2) {
      missing.check();
    }
    executors = 0;
    seconds += 10;
    assertThatCode(missing::check).doesNotThrowAnyException();
    seconds += 300;
    assertThatThrownBy(missing::check).isInstanceOf(NoMachineException.class);
  }
}
