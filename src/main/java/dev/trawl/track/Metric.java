package dev.trawl.track;

import java.time.Instant;

/**
 * One measured value.
 *
 * @param value may be NaN or infinite
 * @param step the epoch, from 1; what is logged beside epochs has any step
 */
public record Metric(String key, double value, long step, Instant timestamp) {
  public static final String TRAIN_LOSS = "train_loss";
  public static final String TRAIN_ACCURACY = "train_accuracy";
  public static final String VAL_LOSS = "val_loss";
  public static final String VAL_ACCURACY = "val_accuracy";
  public static final String TEST_LOSS = "test_loss";
  public static final String TEST_ACCURACY = "test_accuracy";
  public static final String LEARNING_RATE = "learning_rate";
  public static final String IMAGES_PER_SECOND = "images_per_second";

  /** How many numbers the network has that training sets: its size, the same in each epoch. */
  public static final String NETWORK_PARAMETERS = "network_parameters";

  /** What a prediction took in the test, of the processor time of the thread that predicts. */
  public static final String TEST_CPU_SECONDS_PER_IMAGE = "test_cpu_seconds_per_image";

  /** How many clients a round of a federated run asked: what no other run measures. */
  public static final String CLIENTS_ASKED = "clients_asked";

  /** Whether the key is of what is measured on the test images, when a run finishes. */
  public static boolean isTest(String key) {
    return key.equals(TEST_LOSS) || key.equals(TEST_ACCURACY);
  }
}
