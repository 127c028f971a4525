package dev.trawl.cli;

/**
 * What a cleaning dropped.
 *
 * @param bytes of the dropped models; one that other checkpoints share counts, too
 */
record DroppedCheckpoints(int runs, int checkpoints, long bytes) {
  static final DroppedCheckpoints NONE = new DroppedCheckpoints(0, 0, 0);

  DroppedCheckpoints plus(DroppedCheckpoints other) {
    return new DroppedCheckpoints(
        runs + other.runs, checkpoints + other.checkpoints, bytes + other.bytes);
  }
}
