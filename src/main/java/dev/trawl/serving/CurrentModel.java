package dev.trawl.serving;

/** The model that is served, which may be replaced at any time. Safe for use by many threads. */
final class CurrentModel implements AutoCloseable {
  private volatile LoadedModel model;

  CurrentModel(LoadedModel first) {
    model = first;
  }

  /** The model, for what doesn't have it predict. */
  LoadedModel look() {
    return model;
  }

  /** The model, which isn't freed before its {@link LoadedModel#release}. */
  LoadedModel lease() {
    LoadedModel leased = model;
    while (!leased.lease()) {
      leased = model;
    }
    return leased;
  }

  /** Serves another; the one before is freed when its last request is answered. */
  void replace(LoadedModel newer) {
    LoadedModel before = model; // Only one thread replaces.
    model = newer;
    before.release();
  }

  @Override
  public void close() {
    model.release();
  }
}
