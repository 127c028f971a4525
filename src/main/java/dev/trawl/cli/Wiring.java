package dev.trawl.cli;

import dev.trawl.model.Architectures;
import dev.trawl.sweep.SweepFiles;

/** Connects the rooms, each made when a command first asks for it. */
final class Wiring {
  private final GlobalOptions options;
  private final Output output;
  private final Architectures architectures = new Architectures();

  Wiring(GlobalOptions options, Output output) {
    this.options = options;
    this.output = output;
  }

  Architectures architectures() {
    return architectures;
  }
}
