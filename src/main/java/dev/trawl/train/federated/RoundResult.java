package dev.trawl.train.federated;

/**
 * What a round came to.
 *
 * @param weights the server's next ones
 * @param loss of the server's weights before the round, over the images of the clients whose
 *     updates count; NaN for none
 * @param accuracy likewise
 * @param images how many were trained on, by these clients
 * @param bytesDown to all clients that were asked, 4 a number
 * @param bytesUp from all that answered
 */
@SuppressWarnings("ArrayRecordComponent") // Megabytes: passed on, never compared.
public record RoundResult(
    RoundRecord record,
    float[] weights,
    double loss,
    double accuracy,
    int images,
    long bytesDown,
    long bytesUp) {

  /** Whether every client failed. */
  public boolean isSilent() {
    return bytesUp == 0;
  }
}
