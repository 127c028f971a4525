package dev.trawl.search;

import dev.trawl.search.stopping.Asha;
import dev.trawl.search.stopping.Hyperband;
import dev.trawl.search.stopping.MedianStopping;
import java.util.List;

/** The register of stopping rules: a new one is one line here. */
final class Pruners {
  static final List<StoppingRule> ALL = List.of(new Hyperband(), new Asha(), new MedianStopping());

  private Pruners() {}
}
