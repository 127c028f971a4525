package dev.trawl.examples;

import dev.trawl.search.ProposerContract;
import dev.trawl.search.Searches;
import dev.trawl.search.SpecBuilder;
import dev.trawl.sweep.Selection;
import java.util.Map;

class OneAtATimeTest extends ProposerContract {
  @Override
  protected Searches searches() {
    return Searches.standard().with(new OneAtATime());
  }

  @Override
  protected SpecBuilder spec() {
    return SpecBuilder.searchedBy(new Selection("one_at_a_time", Map.of("start_up", 3))).seed(7);
  }
}
