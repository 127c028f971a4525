package dev.trawl.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trawl.search.SearchSpace;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.Goal;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.arbiter.optimize.api.Candidate;
import org.deeplearning4j.arbiter.optimize.api.CandidateGenerator;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.ParameterSpace;
import org.deeplearning4j.arbiter.optimize.api.TaskCreator;
import org.deeplearning4j.arbiter.optimize.api.data.DataProvider;
import org.deeplearning4j.arbiter.optimize.api.data.DataSource;
import org.deeplearning4j.arbiter.optimize.api.score.ScoreFunction;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxCandidatesCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.MaxTimeCondition;
import org.deeplearning4j.arbiter.optimize.api.termination.TerminationCondition;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.BaseStatusListener;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.common.function.Supplier;

/** Each known fault of Arbiter's own runner, against ours. */
@Timeout(60)
class CandidateRunnerTest {
  private static final Duration GRACE = Duration.ofSeconds(20);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void maxCandidates_anyWorkers_isExact(int workers) {
    Tasks tasks = new Tasks(number -> number * 1.0);
    CandidateRunner runner =
        runner(workers, endless(), tasks, GRACE, new MaxCandidatesCondition(7));

    runner.execute();

    assertThat(tasks.called).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7);
    assertThat(runner.numCandidatesTotal()).isEqualTo(7);
    assertThat(runner.numCandidatesCompleted()).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8})
  void grid_withoutAnyCondition_ends(int workers) {
    Tasks tasks = new Tasks(number -> number * 1.0);
    CandidateRunner runner = runner(workers, grid(5), tasks, GRACE);

    runner.execute();

    assertThat(tasks.called).hasSize(5);
    assertThat(runner.numCandidatesQueued()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void results_allTakenIn_beforeExecuteReturns(int workers) {
    Set<Integer> reported = Collections.synchronizedSet(new java.util.HashSet<>());
    CandidateGenerator generator =
        new Delegating(grid(40)) {
          @Override
          public void reportResults(OptimizationResult result) {
            reported.add(result.getIndex());
          }
        };
    CandidateRunner runner = runner(workers, generator, new Tasks(n -> 100.0 - n), GRACE);

    runner.execute();

    assertThat(reported).hasSize(40);
    assertThat(runner.getCandidateStatus())
        .hasSize(40)
        .allMatch(info -> info.getCandidateStatus() == CandidateStatus.Complete);
    assertThat(runner.bestScore()).isEqualTo(60);
    assertThat(runner.bestScoreCandidateIndex()).isEqualTo(40);
  }

  @Test
  void candidateThatFailsToGenerate_isFailedAndCounted_andTheRestRuns() {
    CandidateGenerator generator =
        new Delegating(endless()) {
          @Override
          public Candidate<?> getCandidate() {
            Candidate<?> candidate = super.getCandidate();
            return candidate.getIndex() % 2 == 0
                ? failed(candidate.getIndex(), new IllegalStateException("no such point"))
                : candidate;
          }
        };
    Tasks tasks = new Tasks(number -> 1.0);
    CandidateRunner runner = runner(2, generator, tasks, GRACE, new MaxCandidatesCondition(6));

    runner.execute();

    assertThat(tasks.called).containsExactlyInAnyOrder(1, 3, 5);
    assertThat(runner.numCandidatesFailed()).isEqualTo(3);
    assertThat(runner.getCandidateStatus().get(1).getExceptionStackTrace())
        .isEqualTo("IllegalStateException: no such point");
  }

  @Test
  void generatorThatAlwaysThrows_doesNotSpin() {
    CandidateGenerator generator =
        new Delegating(endless()) {
          @Override
          public Candidate<?> getCandidate() {
            throw new IllegalStateException("broken");
          }
        };
    CandidateRunner runner =
        runner(2, generator, new Tasks(n -> 1.0), GRACE, new MaxCandidatesCondition(4));

    runner.execute();

    assertThat(runner.numCandidatesFailed()).isEqualTo(4);
  }

  @Test
  void taskThatThrows_isFailed_andTheRestRuns() {
    Tasks tasks =
        new Tasks(
            number -> {
              if (number == 2) {
                throw new IllegalArgumentException("bad");
              }
              return 1.0;
            });
    CandidateRunner runner = runner(2, grid(4), tasks, GRACE);

    runner.execute();

    assertThat(runner.numCandidatesFailed()).isEqualTo(1);
    assertThat(runner.numCandidatesCompleted()).isEqualTo(3);
  }

  @Test
  void taskThatEndsInAnError_stopsTheRest_andIsThrown() {
    Tasks tasks =
        new Tasks(
            number -> {
              throw new InternalError("broken JVM");
            });
    CandidateRunner runner = runner(1, grid(4), tasks, GRACE);

    assertThatThrownBy(runner::execute).isInstanceOf(InternalError.class);
    assertThat(tasks.called).containsExactly(1);
  }

  @Test
  void interrupt_whileCandidatesRun_stopsThemAndStaysSet() throws InterruptedException {
    Tasks tasks = new Tasks(null);
    CandidateRunner runner = runner(2, endless(), tasks, GRACE);
    AtomicBoolean stillSet = new AtomicBoolean();
    Thread thread =
        new Thread(
            () -> {
              runner.execute();
              stillSet.set(Thread.currentThread().isInterrupted());
            });
    thread.start();
    tasks.twoRun.await();

    thread.interrupt();
    thread.join();

    assertThat(stillSet).isTrue();
    assertThat(tasks.called).hasSize(2);
    assertThat(runner.getCandidateStatus())
        .allMatch(info -> info.getCandidateStatus() == CandidateStatus.Cancelled);
  }

  @Test
  void maxTime_whileCandidatesRun_stopsThem() {
    Tasks tasks = new Tasks(null);
    CandidateRunner runner =
        runner(2, endless(), tasks, GRACE, new MaxTimeCondition(300, TimeUnit.MILLISECONDS));

    runner.execute();

    assertThat(tasks.called).hasSizeBetween(1, 2);
    assertThat(runner.getCandidateStatus())
        .allMatch(info -> info.getCandidateStatus() == CandidateStatus.Cancelled);
  }

  @Test
  void taskThatIgnoresTheStop_isLeftBehind() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch runs = new CountDownLatch(1);
    Tasks tasks =
        new Tasks(
            number -> {
              runs.countDown();
              release.await();
              return 1.0;
            });
    CandidateRunner runner = runner(1, endless(), tasks, Duration.ofMillis(50));
    Thread thread = new Thread(runner::execute);
    thread.start();
    runs.await();

    runner.shutdown(false);
    thread.join();
    release.countDown();

    assertThat(runner.abandoned()).isEqualTo(1);
  }

  @Test
  void shutdownAwaiting_letsRunningCandidatesFinish() throws InterruptedException {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch runs = new CountDownLatch(1);
    Tasks tasks =
        new Tasks(
            number -> {
              runs.countDown();
              release.await();
              return 1.0;
            });
    CandidateRunner runner = runner(1, endless(), tasks, GRACE);
    Thread thread = new Thread(runner::execute);
    thread.start();
    runs.await();

    runner.shutdown(true);
    release.countDown();
    thread.join();

    assertThat(runner.numCandidatesCompleted()).isEqualTo(1);
  }

  @Test
  void listeners_hearEachChange_andOneThatThrowsDisturbsNobody() {
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    CandidateRunner runner = runner(1, grid(1), new Tasks(n -> 0.5), GRACE);
    runner.addListeners(
        new BaseStatusListener() {
          @Override
          public void onInitialization(IOptimizationRunner source) {
            throw new IllegalStateException("listener");
          }
        },
        new Hearing(heard));

    runner.execute();

    assertThat(heard)
        .containsExactly("initialized", "Created 1", "Running 1", "Complete 1", "changed", "shut");
  }

  private static CandidateRunner runner(
      int workers,
      CandidateGenerator generator,
      Tasks tasks,
      Duration grace,
      TerminationCondition... conditions) {
    OptimizationConfiguration configuration =
        new OptimizationConfiguration.Builder()
            .candidateGenerator(generator)
            .scoreFunction(new ObjectiveScore(Goal.MINIMIZE))
            .terminationConditions(conditions)
            .build();
    return new CandidateRunner(
        configuration, workers, tasks, tasks::stop, grace, Clock.systemUTC());
  }

  private static CandidateGenerator endless() {
    return SearchSpace.of(SpecBuilder.random().parameter("x", new Uniform(0, 1)).build())
        .generator();
  }

  private static CandidateGenerator grid(int size) {
    return SearchSpace.of(SpecBuilder.grid().parameter("x", new IntUniform(1, size)).build())
        .generator();
  }

  private static Candidate<?> failed(int number, Exception exception) {
    Supplier<Map<String, Object>> nothing = Map::of;
    return new Candidate<>(nothing, number, new double[0], Map.of(), exception);
  }

  private interface Score {
    double of(int number) throws InterruptedException;
  }

  /** Tasks that give a score, or without one run until they are asked to stop. */
  @SuppressWarnings({"rawtypes", "deprecation"}) // Arbiter's signatures.
  private static final class Tasks implements TaskCreator {
    private final Set<Integer> called = ConcurrentHashMap.newKeySet();
    private final CountDownLatch twoRun = new CountDownLatch(2);
    private volatile boolean stopped;
    private final @Nullable Score score;

    Tasks(@Nullable Score score) {
      this.score = score;
    }

    void stop(@Nullable Error cause) {
      stopped = true;
    }

    @Override
    public Callable<OptimizationResult> create(
        Candidate candidate,
        Class<? extends DataSource> source,
        Properties properties,
        ScoreFunction function,
        List<StatusListener> listeners,
        IOptimizationRunner runner) {
      int number = candidate.getIndex();
      return () -> {
        called.add(number);
        twoRun.countDown();
        if (score != null) {
          return result(candidate, CandidateStatus.Complete, score.of(number));
        }
        while (!stopped) {
          Thread.onSpinWait();
        }
        return result(candidate, CandidateStatus.Cancelled, null);
      };
    }

    private static OptimizationResult result(
        Candidate candidate, CandidateStatus status, @Nullable Double score) {
      int number = candidate.getIndex();
      CandidateInfo info = new CandidateInfo(number, status, score, 0, 0L, 0L, null, null);
      return new OptimizationResult(candidate, score, number, null, info, null);
    }

    @Override
    public Callable<OptimizationResult> create(
        Candidate candidate,
        DataProvider data,
        ScoreFunction function,
        List<StatusListener> listeners,
        IOptimizationRunner runner) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Hearing extends BaseStatusListener {
    private final List<String> heard;

    Hearing(List<String> heard) {
      this.heard = heard;
    }

    @Override
    public void onInitialization(IOptimizationRunner runner) {
      heard.add("initialized");
    }

    @Override
    public void onShutdown(IOptimizationRunner runner) {
      heard.add("shut");
    }

    @Override
    public void onRunnerStatusChange(IOptimizationRunner runner) {
      heard.add("changed");
    }

    @Override
    public void onCandidateStatusChange(
        CandidateInfo info, IOptimizationRunner runner, @Nullable OptimizationResult result) {
      heard.add(info.getCandidateStatus() + " " + info.getIndex());
    }
  }

  private static class Delegating implements CandidateGenerator {
    private final CandidateGenerator generator;

    Delegating(CandidateGenerator generator) {
      this.generator = generator;
    }

    @Override
    public boolean hasMoreCandidates() {
      return generator.hasMoreCandidates();
    }

    @Override
    public Candidate<?> getCandidate() {
      return generator.getCandidate();
    }

    @Override
    public void reportResults(OptimizationResult result) {
      generator.reportResults(result);
    }

    @Override
    public ParameterSpace<?> getParameterSpace() {
      return generator.getParameterSpace();
    }

    @Override
    public void setRngSeed(long seed) {
      generator.setRngSeed(seed);
    }

    @Override
    public Class<?> getCandidateType() {
      return generator.getCandidateType();
    }
  }
}
