package dev.trawl.runner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.jspecify.annotations.Nullable;

/** What became of each candidate. Safe for use by many threads. */
final class Tally {
  private final Map<Integer, CandidateInfo> candidates = new TreeMap<>();
  private final List<ResultReference> results = new ArrayList<>();
  private int started;
  private @Nullable Double bestScore;
  private long bestScoreTime;
  private int bestIndex = -1;

  synchronized void started(CandidateInfo candidate) {
    started++;
    candidates.put(candidate.getIndex(), candidate);
  }

  /** Takes the times over that are known already. */
  synchronized void changed(CandidateInfo candidate) {
    CandidateInfo before = candidates.get(candidate.getIndex());
    if (before != null) {
      candidate.setCreatedTime(before.getCreatedTime());
      if (before.getStartTime() != null) {
        candidate.setStartTime(before.getStartTime());
      }
    }
    candidates.put(candidate.getIndex(), candidate);
  }

  /** Takes a completed result in; of equal scores the lower index is the best. */
  synchronized void completed(OptimizationResult result, boolean minimize, long time) {
    if (result.getResultReference() != null) {
      results.add(result.getResultReference());
    }
    Double score = result.getScore();
    if (score == null || score.isNaN()) {
      return;
    }
    int order = bestScore == null ? 1 : Double.compare(score, bestScore) * (minimize ? -1 : 1);
    if (order > 0 || (order == 0 && result.getIndex() < bestIndex)) {
      bestScore = score;
      bestScoreTime = time;
      bestIndex = result.getIndex();
    }
  }

  synchronized int started() {
    return started;
  }

  synchronized int count(CandidateStatus status) {
    return (int) candidates.values().stream().filter(c -> c.getCandidateStatus() == status).count();
  }

  synchronized @Nullable Double bestScore() {
    return bestScore;
  }

  synchronized long bestScoreTime() {
    return bestScoreTime;
  }

  synchronized int bestIndex() {
    return bestIndex;
  }

  synchronized List<ResultReference> results() {
    return new ArrayList<>(results);
  }

  synchronized List<CandidateInfo> candidates() {
    return new ArrayList<>(candidates.values());
  }
}
