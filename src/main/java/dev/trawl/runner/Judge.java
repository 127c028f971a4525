package dev.trawl.runner;

import dev.trawl.search.History;
import dev.trawl.search.Pruner;
import dev.trawl.search.Trial;
import dev.trawl.track.RunStatus;
import dev.trawl.track.Verdict;
import java.util.SortedMap;

/**
 * Judges the epochs of one job. Immutable, if its pruner is.
 *
 * @param stretch the job: epochs before it have been judged
 * @param known the last job whose results it knows, however long its own takes
 * @param seen those results
 * @param epochs how many a run has; the last one is not judged
 */
record Judge(Pruner pruner, Stretch stretch, int known, History seen, int epochs) {

  /** Whether values have to be read for it. */
  boolean isNeeded() {
    return pruner != Pruner.NONE;
  }

  /**
   * @param values the run's, by epoch, up to the one that is judged
   */
  Verdict judge(int epoch, SortedMap<Integer, Double> values) {
    if (!isNeeded() || epoch <= stretch.from() || epoch >= epochs) {
      return Verdict.CONTINUE;
    }
    Trial run = new Trial(stretch.job().run(), stretch.parameters(), RunStatus.RUNNING, values);
    return pruner.judge(stretch.job(), run, epoch, seen);
  }
}
