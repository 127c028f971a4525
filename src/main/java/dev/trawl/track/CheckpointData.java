package dev.trawl.track;

/**
 * What a checkpoint holds.
 *
 * @param model the model file: weights and updater state; not copied, so don't change it. Without
 *     bytes there is no checkpoint
 * @param state what else training goes on from, as the trainer wrote it: JSON
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes: passed on, never compared.
public record CheckpointData(byte[] model, String state) {

  /** Nothing to go on from: a run that is interrupted after it starts anew. */
  public static final CheckpointData NONE = new CheckpointData(new byte[0], "{}");

  public boolean isEmpty() {
    return model.length == 0;
  }
}
