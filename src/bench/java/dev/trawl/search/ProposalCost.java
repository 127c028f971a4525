package dev.trawl.search;

import dev.trawl.sweep.Distribution.Categorical;
import dev.trawl.sweep.Distribution.IntUniform;
import dev.trawl.sweep.Distribution.LogUniformValues;
import dev.trawl.sweep.Distribution.QUniform;
import dev.trawl.sweep.Distribution.Uniform;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.RunStatus;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a proposal of TPE costs in processor time, on so many recorded runs of 8 hyperparameters.
 */
public final class ProposalCost {
  private static final int PROPOSALS = 60;

  private ProposalCost() {}

  public static void main(String[] arguments) {
    System.out.println(
        "| recorded runs | processor time of a proposal, ms: median, p95 |\n|---|---|");
    for (int runs : new int[] {100, 1000, 10_000}) {
      measure(runs);
      double[] milliseconds = measure(runs);
      System.out.printf(
          "| %d | %.1f, %.1f |%n",
          runs, milliseconds[PROPOSALS / 2], milliseconds[PROPOSALS * 95 / 100]);
    }
  }

  private static double[] measure(int runs) {
    SweepSpec spec =
        SpecBuilder.searchedBy(Selection.of("tpe"))
            .parameter("filters", new Categorical(List.of(List.of(16L, 32L), List.of(32L, 64L))))
            .parameter("optimizer", new Categorical(List.of("adam", "sgd", "nesterov")))
            .parameter("dense_units", new IntUniform(16, 256))
            .parameter("layers", new IntUniform(1, 6))
            .parameter("batch_size", new QUniform(16, 256, 16, true))
            .parameter("dropout", new Uniform(0, 0.5))
            .parameter("l2", new LogUniformValues(1e-6, 1e-2))
            .parameter("learning_rate", new LogUniformValues(1e-4, 1e-1))
            .build();
    Proposer random =
        Searches.standard()
            .proposer(SpecBuilder.random().parameters(spec.search().parameters()).seed(1).build());
    List<Trial> trials = new ArrayList<>();
    for (int run = 1; run <= runs; run++) {
      Map<String, Object> point =
          ((Proposal.Start) random.next(new Job(run, run), History.NOTHING)).parameters();
      double loss = Math.abs(Math.log10((double) point.getOrDefault("learning_rate", 1.0)) + 2.5);
      trials.add(
          new Trial(
              run,
              point,
              run % 3 == 0 ? RunStatus.PRUNED : RunStatus.FINISHED,
              new TreeMap<>(Map.of(1, loss))));
    }
    Proposer proposer = Searches.standard().proposer(spec);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    double[] milliseconds = new double[PROPOSALS];
    for (int i = 0; i < PROPOSALS; i++) {
      long before = threads.getCurrentThreadCpuTime();
      proposer.next(new Job(runs + i + 1, runs + i + 1), () -> trials);
      milliseconds[i] = (threads.getCurrentThreadCpuTime() - before) / 1e6;
    }
    Arrays.sort(milliseconds);
    return milliseconds;
  }
}
