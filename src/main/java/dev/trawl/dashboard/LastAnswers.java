package dev.trawl.dashboard;

import dev.trawl.track.Run;
import dev.trawl.track.Sweep;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was last answered about all runs of some sweeps, of each a text of each kind: it is made
 * again when what it was made of has changed. For use by many threads; two that ask at once may
 * both make it.
 */
final class LastAnswers {
  private final LastSweeps<Map<String, Answer>> last = new LastSweeps<>();

  /** The runs are known by the list, which {@link SweepRuns} changes with them. */
  private record Answer(WeakReference<List<Run>> runs, Sweep sweep, Object others, String text) {
    boolean isOf(Sweep asked, List<Run> now, Object othersNow) {
      return runs.refersTo(now) && sweep.equals(asked) && others.equals(othersNow);
    }
  }

  /** Makes an answer, or says why it can't be made. */
  @FunctionalInterface
  interface Making<E extends Exception> {
    String make() throws E;
  }

  /**
   * The answer of a kind; none is kept of what can't be made.
   *
   * @param runs as {@link SweepRuns#all(String)} has them
   * @param others what else it is made of
   */
  <E extends Exception> String of(
      String kind, Sweep sweep, List<Run> runs, Object others, Making<E> making) throws E {
    Map<String, Answer> answers = answers(sweep.id());
    Answer known = answers.get(kind);
    if (known != null && known.isOf(sweep, runs, others)) {
      return known.text();
    }
    String text = making.make();
    answers.put(kind, new Answer(new WeakReference<>(runs), sweep, others, text));
    return text;
  }

  private Map<String, Answer> answers(String sweepId) {
    Map<String, Answer> known = last.of(sweepId);
    Map<String, Answer> answers = known == null ? new ConcurrentHashMap<>() : known;
    last.keep(sweepId, answers);
    return answers;
  }
}
