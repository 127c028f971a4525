package dev.trawl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.spark.Messages.Answer;
import dev.trawl.spark.Messages.Began;
import dev.trawl.spark.Messages.Claim;
import dev.trawl.spark.Messages.LogLine;
import dev.trawl.spark.Messages.Logged;
import dev.trawl.spark.Messages.Pulse;
import dev.trawl.spark.Messages.SentVerdict;
import dev.trawl.spark.Messages.Told;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Verdict;
import dev.trawl.train.Resumption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RunPortTest {
  private static final Duration AT_ONCE = Duration.ZERO;
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final AtomicLong nanos = new AtomicLong();
  private final RunPort port = new RunPort(null, nanos::get);

  private static Claim claim(long attempt) {
    return new Claim("r", attempt, "0");
  }

  private static Told told(long attempt, int ticket) {
    return new Told("r", attempt, ticket, new Began(new LinkedHashMap<>()));
  }

  private static Pulse pulse(long attempt) {
    return new Pulse("r", attempt, 1, 64, 128);
  }

  @Test
  void claim_ofTheFirst_isGrantedWithItsPlace() {
    CheckpointData last = new CheckpointData(new byte[] {1}, "{}");
    RunPort waiting = new RunPort(new Resumption(3, last, last), nanos::get);

    assertThat(waiting.claim(claim(7)).isGranted()).isTrue();
    RunPort other = new RunPort(new Resumption(3, last, last), nanos::get);
    assertThat(other.claim(claim(7)).resumption())
        .isNotNull()
        .satisfies(from -> assertThat(from.epoch()).isEqualTo(3))
        .satisfies(from -> assertThat(from.best().model()).containsExactly(1));
    assertThat(port.claim(claim(7)).resumption()).isNull();
  }

  @Test
  void claim_ofASecond_isRefusedAndTheFirstIsFenced() throws InterruptedException {
    port.claim(claim(7));
    assertThat(port.claim(claim(8)).isGranted()).isFalse();

    assertThat(port.isLost(SILENCE)).isTrue();
    assertThat(port.told(told(7, 1))).isEqualTo(Answer.FENCED);
    assertThat(port.told(told(8, 1))).isEqualTo(Answer.FENCED);
    assertThat(port.pulse(pulse(7)).isFenced()).isTrue();
    assertThat(port.next(AT_ONCE)).isNull();
  }

  @Test
  void told_sentTwice_isJudgedOnce() throws InterruptedException {
    port.claim(claim(7));
    Told first = told(7, 1);
    assertThat(port.told(first).judged()).isZero();
    port.told(first);

    assertThat(port.next(AT_ONCE)).isEqualTo(first);
    assertThat(port.next(AT_ONCE)).isNull();
    port.judged(first, new Verdict.Stop(RunStatus.PRUNED, "worse"));
    Answer answer = port.pulse(pulse(7));
    assertThat(answer.judged()).isEqualTo(1);
    assertThat(answer.verdict())
        .isEqualTo(SentVerdict.of(new Verdict.Stop(RunStatus.PRUNED, "worse")));
  }

  @Test
  void stop_isHeardWithTheNextPulse() {
    port.claim(claim(7));
    assertThat(port.pulse(pulse(7)).stop()).isNull();
    port.stop(new Verdict.Stop(RunStatus.KILLED, "stopped by a person"));

    assertThat(port.pulse(pulse(7)).stop())
        .isNotNull()
        .satisfies(how -> assertThat(how.status()).isEqualTo(RunStatus.KILLED));
  }

  @Test
  void lines_ofTheOwner_areTakenOnceAndBounded() {
    port.claim(claim(7));
    port.logged(logged(8, 1));
    assertThat(port.lines()).as("of another task").isEmpty();
    port.logged(logged(7, 2));
    assertThat(port.lines()).hasSize(2);
    assertThat(port.lines()).isEmpty();
    for (int message = 0; message < 3; message++) {
      port.logged(logged(7, 400));
    }
    assertThat(port.lines()).hasSize(1000);
  }

  private static Logged logged(long attempt, int lines) {
    return new Logged(
        "r", attempt, new ArrayList<>(Collections.nCopies(lines, new LogLine(false, "x"))));
  }

  @Test
  void owner_silentForLong_isLost() {
    nanos.set(TimeUnit.SECONDS.toNanos(100));
    assertThat(port.isLost(SILENCE)).as("nobody's").isFalse();
    port.claim(claim(7));
    nanos.addAndGet(SILENCE.toNanos());
    assertThat(port.isLost(SILENCE)).isFalse();
    nanos.incrementAndGet();
    assertThat(port.isLost(SILENCE)).isTrue();
    port.pulse(pulse(7));
    assertThat(port.isLost(SILENCE)).isFalse();
  }

  @Test
  void close_afterIt_everyoneIsFenced() {
    port.claim(claim(7));
    port.close();

    assertThat(port.pulse(pulse(7)).isFenced()).isTrue();
    assertThat(port.claim(claim(8)).isGranted()).isFalse();
  }
}
