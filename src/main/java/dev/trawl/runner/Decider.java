package dev.trawl.runner;

import dev.trawl.search.Beginning;
import dev.trawl.search.History;
import dev.trawl.search.Job;
import dev.trawl.search.Promotion;
import dev.trawl.search.Proposer;
import dev.trawl.search.Pruner;
import dev.trawl.search.SearchSpace;
import dev.trawl.search.Searches;
import dev.trawl.search.Trial;
import dev.trawl.sweep.SweepSpec;
import dev.trawl.track.KnownRun;
import dev.trawl.track.RunStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Searches searches;
  private final Course course;
  private final List<KnownRun> known;
  private final Map<Integer, Proposer> proposers = new HashMap<>();
  private final Pruner pruner;
  private final int lag;
  private final @Nullable Integer last;

  /**
   * @param known what the search knows from the start
   * @param last the number of the last run that may start; null leaves it to the file
   */
  Decider(Searches searches, Course course, List<KnownRun> known, @Nullable Integer last) {
    this.searches = searches;
    this.course = course;
    this.known = List.copyOf(known);
    this.last = last;
    pruner = searches.pruner(course.latest());
    lag = searches.lag(course.latest());
  }

  /**
   * @param proposer in place of the sweep's own
   */
  Decider(Proposer proposer, Searches searches, SweepSpec spec, @Nullable Integer last) {
    this(searches, Course.of(spec), List.of(), last);
    proposers.put(1, proposer);
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
      Optional<Choice> choice = decide(job, known, history);
      if (choice.isPresent()) {
        return choice;
      }
    }
    return history.haveEnded(most) ? finish(job, most, history) : Optional.empty();
  }

  private Optional<Choice> decide(Job job, int known, JobHistory history) {
    History seen = seen(job.number(), known, history);
    Optional<Promotion> promotion = pruner.promote(job, seen);
    if (promotion.isPresent()) {
      return promotion.map(found -> promote(found, known, seen));
    }
    Integer most = last == null ? course.at(job.number()).search().runCap() : last;
    return most == null || job.run() <= most
        ? propose(proposer(job, history), job, known, seen)
        : Optional.empty();
  }

  /** A change of the space has another one go on, which leaves out what was tried before. */
  private Proposer proposer(Job job, JobHistory history) {
    int since = course.searchedSince(job.number());
    return proposers.computeIfAbsent(
        since,
        first -> searches.proposer(course.at(first), beginning(course.at(first), first, history)));
  }

  private Beginning beginning(SweepSpec spec, int first, JobHistory history) {
    List<Stretch> before =
        history.begun().stream().filter(stretch -> stretch.number() < first).toList();
    int runs = before.stream().mapToInt(stretch -> stretch.job().run()).max().orElse(0);
    return WarmStarts.beginning(
        spec, known, before.stream().map(Stretch::parameters).toList(), runs);
  }

  /**
   * How many runs there are in all, if nothing shortens the search; null when nothing bounds them.
   */
  @Nullable Integer plannedRuns(JobHistory history) {
    if (last != null) {
      return last;
    }
    SweepSpec spec = course.latest();
    int since = course.searchedSince(Integer.MAX_VALUE);
    return SearchSpace.of(spec).plannedRuns(beginning(spec, since, history));
  }

  private static Optional<Choice> propose(Proposer proposer, Job job, int known, History seen) {
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

  /**
   * How many epochs a job of a run trains, if nothing ends it before.
   *
   * @param from the epoch after which it begins
   */
  int epochs(int job, Map<String, Object> parameters, int from) {
    int all = course.at(job).forRun(parameters).training().epochs();
    return Math.min(all, pruner.waitsAfter(from)) - from;
  }

  /** Judges a job that was begun, on what was known of those before it. */
  Judge judge(Stretch stretch, JobHistory history) {
    int known = known(stretch.number());
    History seen = pruner == Pruner.NONE ? History.NOTHING : seen(stretch.number(), known, history);
    int epochs = course.at(stretch.number()).forRun(stretch.parameters()).training().epochs();
    return new Judge(pruner, stretch, known, seen, epochs);
  }

  private History seen(int job, int known, JobHistory history) {
    return lag == 0 ? History.NOTHING : history.before(job, known);
  }
}
