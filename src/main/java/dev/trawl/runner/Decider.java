package dev.trawl.runner;

import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Promotion;
import dev.trawl.search.Proposer;
import dev.trawl.search.Pruner;
import dev.trawl.search.Searches;
import dev.trawl.search.Trial;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.KnownRun;
import dev.trawl.track.RunStatus;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides on the jobs of a sweep, each a function of the file and the jobs before it, whatever the
 * number of workers and their speed: job k on the results of the jobs up to k − lag, and not before
 * all of those have ended; the jobs between are running to it, whether they have ended or not.
 *
 * <p>The pruner is asked for a paused run to promote, then the proposer for a new one. When neither
 * has anything, both are asked again with one more result, in the order of the jobs and not of
 * their ends; when they have nothing with all of them, the search is exhausted, unless the pruner
 * has a run that it finishes all the same. With a lag of 0 no result counts, and nothing waits.
 *
 * <p>Used by one thread.
 */
final class Decider {
  private final Proposer proposer;
  private final Pruner pruner;
  private final int lag;
  private final SweepSpec spec;
  private final @Nullable Integer last;

  /**
   * @param known what the search knows from the start
   * @param last the number of the last run that may start; null when nothing bounds it
   */
  Decider(Searches searches, SweepSpec spec, List<KnownRun> known, @Nullable Integer last) {
    this(
        searches.proposer(spec, WarmStarts.beginning(spec, known, Set.of(), 0)),
        searches,
        spec,
        last);
  }

  /**
   * @param proposer in place of the sweep's own
   */
  Decider(Proposer proposer, Searches searches, SweepSpec spec, @Nullable Integer last) {
    this.proposer = proposer;
    pruner = searches.pruner(spec);
    lag = searches.lag(spec);
    this.spec = spec;
    this.last = last;
  }

  /** Whether any result counts. */
  boolean looksAtResults() {
    return lag > 0;
  }

  /** The last job whose results count for another one, unless those give it nothing. */
  int known(int job) {
    return lag == 0 ? 0 : Math.max(0, job - lag);
  }

  /** Empty when nothing is left to do on what is known, as far as it has ended. */
  Optional<Choice> decide(Job job, JobHistory history) {
    int most = lag == 0 ? 0 : job.number() - 1;
    for (int known = known(job.number()); known <= most && history.haveEnded(known); known++) {
      Optional<Choice> choice = decide(job, known, seen(job.number(), known, history));
      if (choice.isPresent()) {
        return choice;
      }
    }
    return history.haveEnded(most) ? finish(job, most, history) : Optional.empty();
  }

  private Optional<Choice> decide(Job job, int known, History seen) {
    Optional<Promotion> promotion = pruner.promote(job, seen);
    if (promotion.isPresent()) {
      return promotion.map(found -> promote(found, known, seen));
    }
    return last == null || job.run() <= last ? propose(job, known, seen) : Optional.empty();
  }

  private Optional<Choice> propose(Job job, int known, History seen) {
    try {
      return proposer
          .next(job, seen)
          .fold(start -> Optional.of(new Choice.Start(start, known)), Optional::empty);
    } catch (RuntimeException e) {
      return Optional.of(new Choice.Unproposed(e, known));
    }
  }

  /** Nothing is left, whatever is known: the pruner may still have a run come to its end. */
  private Optional<Choice> finish(Job job, int known, JobHistory history) {
    History seen = seen(job.number(), known, history);
    return pruner.finish(job, seen).map(promotion -> promote(promotion, known, seen));
  }

  private static Choice promote(Promotion promotion, int known, History seen) {
    Trial waiting =
        seen.trials().stream()
            .filter(trial -> trial.run() == promotion.run())
            .filter(trial -> trial.status() == RunStatus.PAUSED)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "need a paused run to promote, found " + promotion.run()));
    return new Choice.Promote(promotion, waiting, known);
  }

  /** Judges a job that was begun, on what was known of those before it. */
  Judge judge(Stretch stretch, JobHistory history) {
    int known = known(stretch.number());
    int epochs = spec.forRun(stretch.parameters()).training().epochs();
    return new Judge(pruner, stretch, known, seen(stretch.number(), known, history), epochs);
  }

  private History seen(int job, int known, JobHistory history) {
    return lag == 0 ? History.NOTHING : history.before(job, known);
  }
}
