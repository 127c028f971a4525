package dev.trawl.train;

import dev.trawl.model.TrainingParameters;
import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.SweepSpec;
import java.util.List;
import java.util.Optional;

/**
 * What the runs of a sweep ask of a machine when they train side by side.
 *
 * @param workers how many train at once: as the file says, else as many as have cores of their own
 * @param threads the most that one of them computes with
 * @param cores that the machine has
 */
public record MachineLoad(int workers, int threads, int cores) {

  /** On this machine. */
  public static MachineLoad of(SweepSpec spec) {
    return of(spec, Part.RUNS);
  }

  /** Likewise; the threads of a federated run are its clients', one each. */
  static MachineLoad of(SweepSpec spec, Part part) {
    boolean isOfOneThread = spec.training().federated() != null && part != Part.RUNS;
    int threads = isOfOneThread ? 1 : mostThreads(spec);
    return of(spec, threads, Runtime.getRuntime().availableProcessors());
  }

  static MachineLoad of(SweepSpec spec, int cores) {
    return of(spec, mostThreads(spec), cores);
  }

  private static MachineLoad of(SweepSpec spec, int threads, int cores) {
    Integer asked = spec.execution().workers();
    return new MachineLoad(asked == null ? Math.max(1, cores / threads) : asked, threads, cores);
  }

  private static int mostThreads(SweepSpec spec) {
    Distribution searched = spec.search().parameters().get(TrainingParameters.THREADS);
    List<Object> values = searched == null ? List.of(1L) : searched.samples();
    return values.stream().mapToInt(value -> ((Number) value).intValue()).max().orElseThrow();
  }

  /**
   * That the threads are more than the cores, which makes all runs slower; empty if they aren't.
   */
  public Optional<String> warning() {
    long together = (long) workers * threads;
    return together <= cores
        ? Optional.empty()
        : Optional.of(
            "%d %s with up to %d %s each %s %d cores, found %d: the runs will slow each other down"
                .formatted(
                    workers,
                    workers == 1 ? "worker" : "workers",
                    threads,
                    threads == 1 ? "thread" : "threads",
                    workers == 1 ? "wants" : "want",
                    together,
                    cores));
  }
}
