package dev.trawl.train;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.sweep.Selectable;
import dev.trawl.sweep.Selection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The epoch rules that there are. */
class EpochRulesTest extends EpochRuleContract {
  @Override
  EpochRules rules() {
    return EpochRules.standard();
  }

  @Override
  List<Selection> settings() {
    return List.of(
        EpochSettings.earlyStopping("val_accuracy", 4, 0),
        EpochSettings.reduceLr("val_loss", 0.5, 2, 0.01, 1e-6));
  }

  @Test
  void settings_above_areOfEachRule() {
    assertThat(settings())
        .extracting(Selection::name)
        .isEqualTo(rules().epochRules().stream().map(Selectable::name).toList());
  }
}
