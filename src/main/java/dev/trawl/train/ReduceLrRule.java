package dev.trawl.train;

import dev.trawl.model.TrainingParameters;
import dev.trawl.sweep.Limits;
import dev.trawl.sweep.Needs;
import dev.trawl.sweep.Selection;
import dev.trawl.sweep.Setting;
import java.util.List;
import java.util.Optional;

/**
 * Multiplies the learning rate by {@code factor}, in (0, 1), when {@code monitor} has not improved
 * by more than {@code min_delta} for {@code patience} epochs in a row; never below {@code min_lr}.
 */
final class ReduceLrRule implements EpochRule<PatienceCounter> {
  private static final Setting<Double> FACTOR =
      Setting.number("factor", Limits.between(0, 1))
          .such("0.5")
          .about("what the learning rate is multiplied by");
  private static final Setting<Double> MIN_LR =
      Setting.number("min_lr", Limits.atLeast(0)).or(1e-6).about("the least learning rate");

  @Override
  public String name() {
    return "reduce_lr";
  }

  @Override
  public String description() {
    return "multiplies the learning rate by factor once monitor has not improved for patience"
        + " epochs";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(
        PatienceCounter.MONITOR,
        FACTOR,
        PatienceCounter.PATIENCE,
        PatienceCounter.MIN_DELTA,
        MIN_LR);
  }

  /** Two that change the learning rate would be at odds. */
  @Override
  public Optional<Needs> needs() {
    return Optional.of(
        new Needs(TrainingParameters.SCHEDULE, List.of(TrainingParameters.CONSTANT)));
  }

  @Override
  public PatienceCounter start() {
    return PatienceCounter.START;
  }

  @Override
  public Outcome<PatienceCounter> after(
      Selection settings, PatienceCounter before, EpochResult epoch) {
    double rate = epoch.learningRate();
    double least = settings.get(MIN_LR);
    PatienceCounter counted = before.after(settings, epoch);
    if (counted.waited() < settings.get(PatienceCounter.PATIENCE) || rate <= least) {
      return new Outcome<>(counted, rate);
    }
    return new Outcome<>(counted.restarted(), Math.max(rate * settings.get(FACTOR), least));
  }
}
