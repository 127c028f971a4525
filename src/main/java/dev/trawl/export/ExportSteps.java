package dev.trawl.export;

/** Counts the steps of one export for whoever wants to hear of them. For one thread. */
final class ExportSteps {
  /** Loading the data, predicting with the network, measuring, describing, moving. */
  private static final int ONCE = 5;

  private final ExportProgress progress;
  private final int steps;
  private int done;

  ExportSteps(ExportOptions options, ExportProgress progress) {
    this.progress = progress;
    this.steps = ONCE + 2 * options.formats().size();
  }

  void begin(String step) throws ExportException {
    progress.at(step, done, steps);
    done++;
  }
}
