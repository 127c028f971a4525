package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.CheckpointRetention;
import dev.trawl.sweep.TrainingSpec;
import dev.trawl.sweep.TrainingSpec.EarlyStopping;
import dev.trawl.sweep.TrainingSpec.ReduceLr;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The epoch rules that there are. */
class EpochRulesTest extends EpochRuleContract {
  private static final TrainingSpec ALL =
      new TrainingSpec(
          99,
          new EarlyStopping("val_accuracy", 4, 0),
          new ReduceLr("val_loss", 0.5, 2, 0.01, 1e-6),
          null,
          CheckpointRetention.BEST,
          null);

  @Override
  List<EpochRule<?>> rules() {
    return EpochRules.of(ALL).rules();
  }

  @Test
  void of_aFileWithEachRule_hasThemAll() {
    assertThat(rules()).extracting(EpochRule::name).containsExactly("early_stopping", "reduce_lr");
  }
}
