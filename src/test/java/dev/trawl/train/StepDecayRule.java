package dev.trawl.train;

import dev.trawl.sweep.Limits;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.Setting;
import java.util.List;

/** Multiplies the learning rate by {@code factor}, in (0, 1), after every {@code epochs} epochs. */
final class StepDecayRule implements EpochRule<StepDecayRule.Step> {
  private static final Setting<Integer> EPOCHS = Setting.integer("epochs", 1).such("3");
  private static final Setting<Double> FACTOR =
      Setting.number("factor", Limits.between(0, 1)).such("0.5");

  /** How many epochs the learning rate has been what it is. */
  record Step(int trained) {}

  @Override
  public String name() {
    return "step_decay";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(EPOCHS, FACTOR);
  }

  @Override
  public Step start() {
    return new Step(0);
  }

  @Override
  public Outcome<Step> after(Selection settings, Step before, EpochResult epoch) {
    int trained = before.trained() + 1;
    return trained < settings.get(EPOCHS)
        ? new Outcome<>(new Step(trained), epoch.learningRate())
        : new Outcome<>(start(), epoch.learningRate() * settings.get(FACTOR));
  }
}
