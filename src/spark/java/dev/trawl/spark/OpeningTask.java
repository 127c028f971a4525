package dev.trawl.spark;

import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.track.Owner;
import dev.trawl.train.Training;
import java.io.IOException;
import java.io.Serializable;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

/** On an executor: opens a sweep's training, before any run asks for it. */
final class OpeningTask implements Function<RunOrder, byte[]> {
  private static final long serialVersionUID = 1L;

  /**
   * What came of it.
   *
   * @param processor its type
   * @param problem why no run can be trained there; null where one can
   */
  record Opened(String executor, String host, String processor, @Nullable String problem)
      implements Serializable {}

  @Override
  public byte[] call(RunOrder order) {
    String executor = SparkEnv.get().executorId();
    String host = Owner.thisHost();
    try {
      Training training = ExecutorTrainings.OF_THIS_PROCESS.of(order);
      return Packed.pack(new Opened(executor, host, TrainingTask.processor(training, order), null));
    } catch (IOException e) {
      return Packed.pack(new Opened(executor, host, "", String.valueOf(e.getMessage())));
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      return Packed.pack(new Opened(executor, host, "", TrainingTask.said(e)));
    }
  }
}
