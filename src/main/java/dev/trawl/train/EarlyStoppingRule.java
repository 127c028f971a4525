package dev.trawl.train;

import dev.trawl.sweep.TrainingSpec.EarlyStopping;

/** Ends a run when a metric has not improved for some epochs: {@link EarlyStopping}. */
record EarlyStoppingRule(EarlyStopping settings) implements EpochRule<PatienceCounter> {
  @Override
  public String name() {
    return "early_stopping";
  }

  @Override
  public PatienceCounter start() {
    return PatienceCounter.START;
  }

  @Override
  public Outcome<PatienceCounter> after(PatienceCounter before, EpochResult epoch) {
    return new Outcome<>(
        before.after(epoch, settings.monitor(), settings.minDelta()), epoch.learningRate());
  }

  @Override
  public boolean ends(PatienceCounter state) {
    return state.waited() >= settings.patience();
  }
}
