package dev.trawl.runner;

import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.arbiter.optimize.api.OptimizationResult;
import org.deeplearning4j.arbiter.optimize.api.saving.ResultReference;
import org.deeplearning4j.arbiter.optimize.config.OptimizationConfiguration;
import org.deeplearning4j.arbiter.optimize.runner.CandidateInfo;
import org.deeplearning4j.arbiter.optimize.runner.CandidateStatus;
import org.deeplearning4j.arbiter.optimize.runner.IOptimizationRunner;
import org.deeplearning4j.arbiter.optimize.runner.listener.StatusListener;
import org.jspecify.annotations.Nullable;

/** What can be asked of a runner, by its listeners and conditions, from any thread. */
abstract class ObservedRunner implements IOptimizationRunner {
  private final OptimizationConfiguration configuration;
  private final StatusListeners listeners = new StatusListeners();
  private final Tally tally = new Tally();
  private volatile int queued;

  ObservedRunner(OptimizationConfiguration configuration) {
    this.configuration = configuration;
  }

  final Tally tally() {
    return tally;
  }

  final List<StatusListener> listeners() {
    return listeners.all();
  }

  final void queued(int count) {
    queued = count;
  }

  final void tell(Consumer<StatusListener> event) {
    listeners.tell(event);
  }

  final void change(CandidateInfo info, @Nullable OptimizationResult result) {
    tally.changed(info);
    notifyOf(info, result);
  }

  final void notifyOf(CandidateInfo info, @Nullable OptimizationResult result) {
    listeners.tell(listener -> listener.onCandidateStatusChange(info, this, result));
  }

  @Override
  public final int numCandidatesTotal() {
    return tally.started();
  }

  @Override
  public final int numCandidatesCompleted() {
    return tally.count(CandidateStatus.Complete);
  }

  @Override
  public final int numCandidatesFailed() {
    return tally.count(CandidateStatus.Failed);
  }

  @Override
  public final int numCandidatesQueued() {
    return queued;
  }

  @Override
  public final @Nullable Double bestScore() {
    return tally.bestScore();
  }

  @Override
  public final Long bestScoreTime() {
    return tally.bestScoreTime();
  }

  @Override
  public final int bestScoreCandidateIndex() {
    return tally.bestIndex();
  }

  @Override
  public final List<ResultReference> getResults() {
    return tally.results();
  }

  @Override
  public final OptimizationConfiguration getConfiguration() {
    return configuration;
  }

  @Override
  public final void addListeners(StatusListener... added) {
    listeners.add(List.of(added));
  }

  @Override
  public final void removeListeners(StatusListener... removed) {
    listeners.remove(List.of(removed));
  }

  @Override
  public final void removeAllListeners() {
    listeners.clear();
  }

  @Override
  public final List<CandidateInfo> getCandidateStatus() {
    return tally.candidates();
  }
}
