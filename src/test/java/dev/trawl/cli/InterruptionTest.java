package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InterruptionTest {
  private final AtomicInteger left = new AtomicInteger();
  private final CountDownLatch unprepared = new CountDownLatch(1);
  private final CountDownLatch prepared = new CountDownLatch(1);
  private final Interruption interruption =
      new Interruption(unprepared::countDown, left::incrementAndGet, () -> {});

  @Test
  void signal_theFirst_runsTheLatestActionAndDoesNotLeave() throws InterruptedException {
    interruption.onFirst(prepared::countDown);

    interruption.signal();

    assertThat(prepared.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(unprepared.getCount()).isOne();
    assertThat(left).hasValue(0);
    assertThat(interruption.came()).isTrue();
  }

  @Test
  void signal_theSecond_leavesEvenWhileTheFirstActionHangs() {
    interruption.onFirst(InterruptionTest::hang);

    interruption.signal();
    interruption.signal();

    assertThat(left).hasValue(1);
  }

  @Test
  void signal_theFirstWhileItsActionHangs_leavesInTheEnd() throws InterruptedException {
    CountDownLatch gone = new CountDownLatch(2);
    Interruption overdue =
        new Interruption(
            InterruptionTest::hang, gone::countDown, gone::countDown, Duration.ofMillis(100));

    overdue.signal();

    assertThat(gone.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void onFirst_afterTheSignal_runsAtOnce() throws InterruptedException {
    interruption.signal();
    assertThat(unprepared.await(10, TimeUnit.SECONDS)).isTrue();

    interruption.onFirst(prepared::countDown);

    assertThat(prepared.getCount()).isZero();
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
