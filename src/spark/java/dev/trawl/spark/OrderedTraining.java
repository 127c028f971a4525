package dev.trawl.spark;

import dev.trawl.spark.Messages.RunOrder;
import dev.trawl.train.Training;
import java.io.IOException;
import java.io.Serializable;

/** Where a task has its training from; it goes to the executor with the task. */
interface OrderedTraining extends Serializable {
  /** What this executor's process has: loaded from the driver's images. */
  OrderedTraining OPENED = order -> ExecutorTrainings.OF_THIS_PROCESS.of(order);

  Training of(RunOrder order) throws IOException;
}
