package dev.trawl.model;

/** The architectures that there are. */
class ArchitecturesTest extends ArchitectureContract {
  @Override
  Architectures architectures() {
    return new Architectures();
  }
}
