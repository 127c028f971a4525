package dev.trawl.runner;

import dev.trawl.runner.SearchTrace.Improvement;
import dev.trawl.search.Job;
import dev.trawl.search.Proposer;
import dev.trawl.search.Searches;
import dev.trawl.search.Trial;
import dev.trawl.sweep.Goal;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.RunStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Runs searches over runs that are recorded, without training: what a search proposes is one of
 * these, and what its epochs give is read. Jobs are decided on and judged as in a sweep, one after
 * the other, until the search has nothing left. Immutable, and safe for use by many threads.
 */
public final class SweepReplay {
  private final Searches searches;
  private final Map<Map<String, Object>, Trial> recorded = new HashMap<>();
  private final List<Map<String, Object>> points;

  /**
   * @param runs with different parameters, each FINISHED or FAILED, with all of its epochs
   */
  public SweepReplay(Searches searches, List<Trial> runs) {
    this.searches = searches;
    points = runs.stream().map(Trial::parameters).toList();
    runs.forEach(run -> recorded.put(run.parameters(), run));
  }

  /**
   * Runs the search of a file. Its target, its cap and what it enqueues don't count.
   *
   * @throws IllegalArgumentException when its method can't choose among points
   */
  public SearchTrace run(SweepSpec spec) {
    Proposer proposer =
        searches
            .among(points, spec)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "need a method that can choose among recorded runs, found "
                            + spec.search().method().name()));
    return new Search(new Decider(proposer, searches, spec, points.size()), spec).run();
  }

  private final class Search {
    private final Decider decider;
    private final Goal goal;
    private final JobHistory history = new JobHistory();
    private final List<Improvement> improvements = new ArrayList<>();
    private double best = Double.NaN;
    private int epochs;
    private int runs;

    Search(Decider decider, SweepSpec spec) {
      this.decider = decider;
      goal = spec.metric().goal();
    }

    SearchTrace run() {
      while (true) {
        Job job = new Job(history.next(), runs + 1);
        Optional<Stretch> stretch = decider.decide(job, history).map(choice -> of(choice, job));
        if (stretch.isEmpty()) {
          return new SearchTrace(improvements, epochs, runs);
        }
        history.begin(stretch.get());
        history.end(job.number(), trained(stretch.get()));
      }
    }

    private Stretch of(Choice choice, Job job) {
      return choice.fold(
          promote -> {
            Trial waiting = promote.waiting();
            Job goesOn = new Job(job.number(), waiting.run());
            return new Stretch(goesOn, waiting.parameters(), waiting.values().lastKey());
          },
          start -> {
            runs++;
            return new Stretch(job, start.proposal().parameters(), 0);
          },
          unproposed -> {
            throw unproposed.cause();
          });
    }

    /** The run as the job leaves it; a verdict on a run's very last epoch comes too late. */
    private Trial trained(Stretch stretch) {
      Trial run = recorded(stretch);
      Judge judge = decider.judge(stretch, history);
      SortedMap<Integer, Double> values = new TreeMap<>();
      RunStatus status = run.status();
      for (Map.Entry<Integer, Double> epoch : run.values().entrySet()) {
        values.put(epoch.getKey(), epoch.getValue());
        if (epoch.getKey() > stretch.from()) {
          spend(epoch.getValue());
        }
        boolean isLast = epoch.getKey().equals(run.values().lastKey());
        Optional<RunStatus> end = isLast ? Optional.empty() : end(judge, epoch.getKey(), values);
        if (end.isPresent()) {
          status = end.get();
          break;
        }
      }
      return new Trial(stretch.job().run(), stretch.parameters(), status, values);
    }

    private Optional<RunStatus> end(Judge judge, int epoch, SortedMap<Integer, Double> values) {
      return judge
          .judge(epoch, values)
          .fold(
              Optional::empty,
              pause -> Optional.of(RunStatus.PAUSED),
              stop -> Optional.of(stop.status()));
    }

    private void spend(double value) {
      epochs++;
      if (goal.better(value, best)) {
        best = value;
        improvements.add(new Improvement(epochs, value));
      }
    }

    private Trial recorded(Stretch stretch) {
      Trial run = recorded.get(stretch.parameters());
      if (run == null) {
        throw new IllegalStateException(
            "need a recorded run, found %s proposed".formatted(stretch.parameters()));
      }
      return run;
    }
  }
}
