package dev.trawl.train;

/** Multiplies the learning rate by {@code factor} after every {@code epochs} epochs. */
record StepDecayRule(int epochs, double factor) implements EpochRule<StepDecayRule.Step> {

  /** How many epochs the learning rate has been what it is. */
  record Step(int trained) {}

  @Override
  public String name() {
    return "step_decay";
  }

  @Override
  public Step start() {
    return new Step(0);
  }

  @Override
  public Outcome<Step> after(Step before, EpochResult epoch) {
    int trained = before.trained() + 1;
    return trained < epochs
        ? new Outcome<>(new Step(trained), epoch.learningRate())
        : new Outcome<>(start(), epoch.learningRate() * factor);
  }
}
