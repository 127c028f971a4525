package dev.trawl.examples;

import dev.trawl.search.PrunerContract;
import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Selection;
import java.util.Map;

class PauseAtTest extends PrunerContract {
  @Override
  protected Searches searches() {
    return Searches.standard().with(new PauseAt());
  }

  @Override
  protected SpecBuilder spec() {
    return SpecBuilder.random()
        .stoppedBy(new Selection("pause_at", Map.of("epoch", 2, "one_of", 3)));
  }
}
