package dev.trawl.search;

class GridSearchTest extends ProposerContract {
  @Override
  SpecBuilder spec() {
    return SpecBuilder.grid().seed(7);
  }
}
