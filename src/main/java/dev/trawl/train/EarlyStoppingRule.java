package dev.trawl.train;

import dev.trawl.sweep.Selection;
import dev.trawl.sweep.Setting;
import java.util.List;

/**
 * Ends a run when {@code monitor} has not improved by more than {@code min_delta} for {@code
 * patience} epochs in a row. A loss improves downwards, an accuracy upwards.
 */
final class EarlyStoppingRule implements EpochRule<PatienceCounter> {
  @Override
  public String name() {
    return "early_stopping";
  }

  @Override
  public String description() {
    return "ends a run once its monitor has not improved for patience epochs";
  }

  @Override
  public List<Setting<?>> settings() {
    return List.of(PatienceCounter.MONITOR, PatienceCounter.PATIENCE, PatienceCounter.MIN_DELTA);
  }

  @Override
  public PatienceCounter start() {
    return PatienceCounter.START;
  }

  @Override
  public Outcome<PatienceCounter> after(
      Selection settings, PatienceCounter before, EpochResult epoch) {
    return new Outcome<>(before.after(settings, epoch), epoch.learningRate());
  }

  @Override
  public boolean ends(Selection settings, PatienceCounter state) {
    return state.waited() >= settings.get(PatienceCounter.PATIENCE);
  }
}
