package dev.trawl.train;

import java.util.List;

/** An epoch rule that isn't Trawl's; TrainerTest trains with it. */
class NewEpochRuleTest extends EpochRuleContract {
  @Override
  List<EpochRule<?>> rules() {
    return List.of(new StepDecayRule(2, 0.5));
  }
}
