package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.track.RecordInfo;
import dev.trawl.track.Run;
import dev.trawl.track.RunIdentity;
import dev.trawl.track.RunProvenance;
import dev.trawl.track.RunResult;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JobLoopTest {
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final ExecutorService EXECUTOR = Executors.newCachedThreadPool();

  @AfterAll
  static void shutDown() {
    EXECUTOR.shutdownNow();
  }

  private static JobLoop loop(Counted jobs, int slots, Duration grace) {
    return new JobLoop(jobs, () -> slots, EXECUTOR, jobs::stop, grace);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void execute_anyNumberOfSlots_worksEachJobOffOnceAndTakesItInBeforeItReturns(int slots) {
    Counted jobs = new Counted(40, number -> {});

    loop(jobs, slots, GRACE).execute();

    assertThat(jobs.called).hasSize(40);
    assertThat(jobs.ended).hasSize(40);
    assertThat(jobs.mostAtOnce.get()).isLessThanOrEqualTo(slots);
  }

  @Test
  void execute_endsAreTakenIn_onTheThreadThatExecutes() {
    Counted jobs = new Counted(5, number -> {});

    loop(jobs, 3, GRACE).execute();

    assertThat(jobs.takenInBy).containsOnly(Thread.currentThread());
  }

  @Test
  void job_thatThrows_isFailedAndTheRestRuns() {
    Counted jobs =
        new Counted(
            4,
            number -> {
              if (number == 2) {
                throw new IllegalArgumentException("bad");
              }
            });

    loop(jobs, 2, GRACE).execute();

    assertThat(jobs.failed).containsExactly("2 java.lang.IllegalArgumentException: bad");
    assertThat(jobs.ended).containsExactlyInAnyOrder(1, 3, 4);
  }

  @Test
  void job_thatEndsInAnError_stopsTheRestWithItAndIsThrown() {
    Counted jobs =
        new Counted(
            4,
            number -> {
              throw new InternalError("broken JVM");
            });

    assertThatThrownBy(() -> loop(jobs, 1, GRACE).execute()).isInstanceOf(InternalError.class);
    assertThat(jobs.called).containsExactly(1);
    assertThat(jobs.stops).containsExactly("java.lang.InternalError: broken JVM");
  }

  @Test
  void interrupt_whileJobsRun_stopsThemOnceAndStaysSet() throws InterruptedException {
    Counted jobs = new Counted(100, null);
    JobLoop loop = loop(jobs, 2, GRACE);
    AtomicBoolean stillSet = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              loop.execute();
              stillSet.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    jobs.twoRun.await();

    thread.interrupt();
    thread.join();

    assertThat(stillSet).isTrue();
    assertThat(jobs.called).hasSize(2);
    assertThat(jobs.ended).hasSize(2);
    assertThat(jobs.stops).containsExactly("null");
    assertThat(loop.abandoned()).isZero();
  }

  @Test
  void stop_fromAnotherThread_startsNothingMore() throws InterruptedException {
    Counted jobs = new Counted(100, null);
    JobLoop loop = loop(jobs, 2, GRACE);
    Thread thread = new Thread(loop::execute);
    thread.start();
    jobs.twoRun.await();

    loop.stop();
    thread.join();

    assertThat(jobs.called).hasSize(2);
  }

  @Test
  void job_thatIgnoresTheStop_isLeftBehindAfterTheGrace() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch runs = new CountDownLatch(1);
    Counted jobs =
        new Counted(
            100,
            number -> {
              runs.countDown();
              release.await();
            });
    JobLoop loop = loop(jobs, 1, Duration.ofMillis(50));
    Thread thread = new Thread(loop::execute);
    thread.start();
    runs.await();

    loop.stop();
    thread.join();
    release.countDown();

    assertThat(loop.abandoned()).isEqualTo(1);
    assertThat(jobs.ended).isEmpty();
  }

  private interface Work {
    void run(int number) throws InterruptedException;
  }

  /** So many jobs, numbered from 1; without work each runs until it is asked to stop. */
  private static final class Counted implements Jobs {
    private final Set<Integer> called = ConcurrentHashMap.newKeySet();
    private final List<Integer> ended = new ArrayList<>();
    private final List<String> failed = new ArrayList<>();
    private final List<String> stops = new ArrayList<>();
    private final Set<Thread> takenInBy = ConcurrentHashMap.newKeySet();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final CountDownLatch twoRun = new CountDownLatch(2);
    private final int count;
    private final @Nullable Work work;
    private int handedOut;
    private volatile boolean stopped;

    Counted(int count, @Nullable Work work) {
      this.count = count;
      this.work = work;
    }

    @Override
    public Optional<Task> next() {
      return handedOut == count ? Optional.empty() : Optional.of(new Numbered(++handedOut));
    }

    @Override
    public boolean isBehind() {
      return false;
    }

    @Override
    public void ended(Task job, Run run) {
      takenInBy.add(Thread.currentThread());
      ended.add(run.number());
    }

    @Override
    public void failed(Task job, Throwable cause) {
      failed.add(job.number() + " " + cause);
    }

    void stop(@Nullable Error cause) {
      stops.add(String.valueOf(cause));
      stopped = true;
    }

    private final class Numbered implements Task {
      private final int number;

      Numbered(int number) {
        this.number = number;
      }

      @Override
      public int job() {
        return number;
      }

      @Override
      public boolean isStopped() {
        return false;
      }

      @Override
      public int number() {
        return number;
      }

      @Override
      public Run call() throws InterruptedException {
        called.add(number);
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        twoRun.countDown();
        try {
          if (work != null) {
            work.run(number);
          } else {
            while (!stopped) {
              Thread.onSpinWait();
            }
          }
        } finally {
          atOnce.decrementAndGet();
        }
        return run(number);
      }
    }
  }

  private static Run run(int number) {
    return new Run(
        RunIdentity.of("r" + number, "s", number),
        Map.of(),
        new RunProvenance(0, Map.of()),
        RunStatus.FINISHED,
        null,
        new RunResult(1, 1, Map.of(), null),
        Timing.NONE,
        RecordInfo.of(Instant.EPOCH, 0));
  }
}
