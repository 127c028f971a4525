package dev.trawl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    assertThat(prepared.await(10, TimeUnit.MINUTES)).isTrue();
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

    assertThat(gone.await(10, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void onFirst_afterTheSignal_runsAtOnce() throws InterruptedException {
    interruption.signal();
    assertThat(unprepared.await(10, TimeUnit.MINUTES)).isTrue();

    interruption.onFirst(prepared::countDown);

    assertThat(prepared.getCount()).isZero();
  }

  /**
   * What a shell starts in the background ignores SIGINT, and under nohup SIGHUP: no signal comes.
   */
  @ParameterizedTest
  @CsvSource({"INT, 2", "TERM, 15", "HUP, 1"})
  @DisabledOnOs(OS.WINDOWS)
  void listen_aSignalOfTheSystem_runsTheAction(String name, int number) throws Exception {
    assumeThat(isIgnored(number)).isFalse();
    try (Interruption listening = interruption.listen()) {
      long self = ProcessHandle.current().pid();
      new ProcessBuilder("kill", "-" + name, Long.toString(self)).start().waitFor();

      assertThat(unprepared.await(10, TimeUnit.MINUTES)).isTrue();
      assertThat(listening.came()).isTrue();
    }
  }

  private static boolean isIgnored(int signal) throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readString(status)
            .lines()
            .filter(line -> line.startsWith("SigIgn:"))
            .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .anyMatch(ignored -> (ignored >> (signal - 1) & 1) == 1);
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
