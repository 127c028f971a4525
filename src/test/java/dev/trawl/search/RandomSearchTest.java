package dev.trawl.search;

class RandomSearchTest extends ProposerContract {
  @Override
  SpecBuilder spec() {
    return SpecBuilder.random().seed(7);
  }
}
