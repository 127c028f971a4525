package dev.trawl.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GuessLimitTest {
  @Test
  void guesses_manyOfOneAddress_waitEverLongerAndOthersDoNot() {
    long[] now = {5};
    GuessLimit limit = new GuessLimit(() -> now[0]);
    for (int i = 0; i < 10; i++) {
      assertThat(limit.delay("10.0.0.1")).isZero();
    }
    assertThat(limit.delay("10.0.0.1")).isEqualTo(Duration.ofMillis(500));
    assertThat(limit.delay("10.0.0.1")).isEqualTo(Duration.ofSeconds(1));
    for (int i = 0; i < 50; i++) {
      limit.delay("10.0.0.1");
    }
    assertThat(limit.delay("10.0.0.1")).isEqualTo(GuessLimit.LONGEST);
    assertThat(limit.delay("10.0.0.2")).isZero();
    assertThat(limit.delay("2001:db8::1")).isZero();
    now[0] += Duration.ofMinutes(1).toNanos();
    assertThat(limit.delay("10.0.0.1")).isZero();
  }

  @Test
  void guesses_ofManyAddresses_waitForAllTogether() {
    GuessLimit limit = new GuessLimit(() -> 7);
    List<Duration> delays = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      delays.add(limit.delay("10.1.%d.%d".formatted(i / 200, i % 200)));
    }
    assertThat(delays.subList(0, 100)).containsOnly(Duration.ZERO);
    assertThat(delays.get(399)).isEqualTo(GuessLimit.LONGEST);
  }
}
