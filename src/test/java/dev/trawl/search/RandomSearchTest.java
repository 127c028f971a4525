package dev.trawl.search;

class RandomSearchTest extends ProposerContract {
  @Override
  protected SpecBuilder spec() {
    return SpecBuilder.random().seed(7);
  }
}
