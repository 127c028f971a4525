package dev.trawl.runner;

import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.CheckpointData;
import dev.trawl.track.DatasetInfo;
import dev.trawl.track.Epoch;
import dev.trawl.track.Evaluation;
import dev.trawl.track.Run;
import dev.trawl.track.RunEnd;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Verdict;
import dev.trawl.train.MachineLostException;
import dev.trawl.train.NoMachineException;
import dev.trawl.train.Resumption;
import dev.trawl.train.Training;
import dev.trawl.train.TrainingException;
import dev.trawl.train.TrainingObserver;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Minimises (x − 3)² by gradient descent with momentum and seeded noise: a training whose runs take
 * no time, go on exactly where a checkpoint left them, and fail in each way that the parameter
 * {@code fault} names.
 */
final class QuadraticTraining implements Training {
  private static final DatasetInfo DATASET =
      new DatasetInfo("quadratic", "ab".repeat(32), 100, 20, 10, 1, 1, 1, List.of("no", "yes"));

  private final int epochs;
  private final String metric;
  private final Set<String> lost = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger(1);

  QuadraticTraining(SweepSpec spec) {
    epochs = spec.training().epochs();
    metric = spec.metric().name();
  }

  int open() {
    return open.get();
  }

  @Override
  public DatasetInfo dataset() {
    return DATASET;
  }

  @Override
  public int slots() {
    return 2;
  }

  @Override
  public Map<String, String> environment(Map<String, Object> parameters) {
    return Map.of("backend", "quadratic");
  }

  @Override
  public Optional<String> refusal(Map<String, Object> parameters) {
    return Objects.equals(parameters.get("fault"), "too small")
        ? Optional.of("need larger images")
        : Optional.empty();
  }

  @Override
  public RunEnd train(Run run, @Nullable Resumption from, TrainingObserver observer) {
    double rate = ((Number) run.parameters().getOrDefault("rate", 0.1)).doubleValue();
    String fault = String.valueOf(run.parameters().getOrDefault("fault", "none"));
    Descent descent = from == null ? new Descent() : Descent.read(from.last());
    Descent best = from == null ? descent : Descent.read(from.best());
    int last = fault.equals("endless") ? Integer.MAX_VALUE : epochs;
    Verdict verdict = observer.began(environment(run.parameters()));
    for (int epoch = from == null ? 1 : from.epoch() + 1; epoch <= last; epoch++) {
      Descent bestSoFar = best;
      Optional<RunEnd> end =
          verdict.fold(
              Optional::empty,
              pause -> Optional.of(new RunEnd(RunStatus.PAUSED, pause.reason(), 0, null)),
              asked -> Optional.of(stopped(asked, bestSoFar)));
      if (end.isPresent()) {
        return end.get();
      }
      for (int batch = 1; batch <= 2; batch++) {
        Optional<Verdict.Stop> stop = observer.stop();
        if (stop.isPresent()) {
          return stopped(stop.get(), best);
        }
        observer.progressed(epoch, batch * 50, 100);
      }
      fail(fault, run, epoch, observer);
      descent = descent.step(rate, new Random(run.provenance().seed() * 1_000_003 + epoch));
      if (Double.isNaN(descent.loss()) || fault.equals("diverge")) {
        return new RunEnd(RunStatus.FAILED, "diverged", 0, null);
      }
      boolean isBest = epoch == 1 || descent.loss() < best.loss();
      best = isBest ? descent : best;
      verdict =
          observer.epochEnded(
              new Epoch(epoch, Map.of(metric, descent.loss()), 0.001, isBest, descent.write()));
    }
    return new RunEnd(RunStatus.FINISHED, null, 0.001, test(best));
  }

  private static RunEnd stopped(Verdict.Stop asked, Descent best) {
    Evaluation test = asked.status() == RunStatus.FINISHED ? test(best) : null;
    return new RunEnd(asked.status(), asked.reason(), 0, test);
  }

  private static Evaluation test(Descent best) {
    long wrong = (long) Math.min(10, best.loss() * 1000);
    return new Evaluation(best.loss(), List.of(List.of(10 - wrong, wrong), List.of(0L, 0L)));
  }

  private void fail(String fault, Run run, int epoch, TrainingObserver observer) {
    switch (fault) {
      case "file" -> observer.wrote("rounds.json", new byte[] {(byte) epoch});
      case "throw" -> throw new IllegalStateException("broken layer");
      case "lost once" -> {
        if (epoch == 3 && lost.add(run.id())) {
          throw new MachineLostException("no word from the machine", null);
        }
      }
      case "lost" -> {
        if (epoch == 3) {
          throw new MachineLostException("no word from the machine", null);
        }
      }
      case "lost each time" -> { // Twice in an epoch.
        if (lost.add(run.id() + epoch) || lost.add(run.id() + epoch + " again")) {
          throw new MachineLostException("no word from the machine", null);
        }
      }
      case "none left" -> {
        if (epoch == 3 && run.epochs() == 0) {
          throw new NoMachineException("the cluster is gone", null);
        }
      }
      case "refuse" -> throw new TrainingException("need a rate below 1, found 2", null);
      case "fatal" -> throw new InternalError("broken JVM");
      case "memory" -> throw new OutOfMemoryError("Java heap space");
      case "late" -> {
        if (epoch == 3) {
          throw new IllegalStateException("broken at epoch 3");
        }
      }
      case "first attempt" -> {
        if (run.attempt() == 1) {
          throw new IllegalStateException("bad luck");
        }
      }
      default -> {}
    }
  }

  @Override
  public void close() {
    open.decrementAndGet();
  }

  /** Where a descent stands. */
  private record Descent(double x, double velocity) {
    Descent() {
      this(0, 0);
    }

    Descent step(double rate, Random noise) {
      double gradient = 2 * (x - 3) + 0.1 * noise.nextGaussian();
      double next = 0.5 * velocity - rate * gradient;
      return new Descent(x + next, next);
    }

    double loss() {
      return (x - 3) * (x - 3);
    }

    CheckpointData write() {
      byte[] model = ByteBuffer.allocate(16).putDouble(x).putDouble(velocity).array();
      return new CheckpointData(model, "{}");
    }

    static Descent read(CheckpointData data) {
      ByteBuffer bytes = ByteBuffer.wrap(data.model());
      return new Descent(bytes.getDouble(), bytes.getDouble());
    }
  }
}
