package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LastLookTest {
  private static final Duration FOREVER = Duration.ofDays(1);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final Duration POLL = Duration.ofMillis(5);

  private final Interruption interruption = new Interruption(() -> {}, () -> {}, () -> {});
  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void await_withoutAPage_ends() throws InterruptedException {
    new LastLook(SHORT, POLL).await(() -> 0, interruption);

    assertThat(interruption.came()).isFalse();
  }

  @Test
  void await_whileAPageIsOpen_stays() throws InterruptedException {
    new LastLook(Duration.ofSeconds(5), POLL)
        .await(() -> looks.incrementAndGet() <= 50 ? 1 : 0, interruption);

    assertThat(looks).hasValueGreaterThan(50);
  }

  @Test
  void await_withAnOpenPage_endsWithTheSignal() throws InterruptedException {
    new LastLook(FOREVER, POLL)
        .await(
            () -> {
              if (looks.incrementAndGet() == 3) {
                interruption.signal();
              }
              return 1;
            },
            interruption);

    assertThat(looks).hasValue(3);
  }
}
