package dev.trawl.search;

class GridSearchTest extends ProposerContract {
  @Override
  protected SpecBuilder spec() {
    return SpecBuilder.grid().seed(7);
  }
}
