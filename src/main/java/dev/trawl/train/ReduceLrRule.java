package dev.trawl.train;

import dev.trawl.sweep.TrainingSpec.ReduceLr;

/** Lowers the learning rate when a metric has not improved for some epochs: {@link ReduceLr}. */
record ReduceLrRule(ReduceLr settings) implements EpochRule<PatienceCounter> {
  @Override
  public String name() {
    return "reduce_lr";
  }

  @Override
  public PatienceCounter start() {
    return PatienceCounter.START;
  }

  @Override
  public Outcome<PatienceCounter> after(PatienceCounter before, EpochResult epoch) {
    double rate = epoch.learningRate();
    PatienceCounter counted = before.after(epoch, settings.monitor(), settings.minDelta());
    if (counted.waited() < settings.patience() || rate <= settings.minLr()) {
      return new Outcome<>(counted, rate);
    }
    return new Outcome<>(counted.restarted(), Math.max(rate * settings.factor(), settings.minLr()));
  }
}
