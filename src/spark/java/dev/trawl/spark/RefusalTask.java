package dev.trawl.spark;

import dev.trawl.spark.Messages.RunOrder;
import java.io.IOException;
import org.apache.spark.api.java.function.Function;

/**
 * On an executor: why a point of the space can't be trained there; empty when it can, and where
 * nothing can: the run's own task says that.
 */
final class RefusalTask implements Function<RunOrder, String> {
  private static final long serialVersionUID = 1L;

  private final OrderedTraining trainings;

  RefusalTask(OrderedTraining trainings) {
    this.trainings = trainings;
  }

  @Override
  public String call(RunOrder order) {
    try {
      return trainings.of(order).refusal(order.parameters()).orElse("");
    } catch (IOException e) {
      return "";
    }
  }
}
