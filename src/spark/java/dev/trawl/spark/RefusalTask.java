package dev.trawl.spark;

import dev.trawl.spark.Messages.RunOrder;
import java.io.IOException;
import org.apache.spark.api.java.function.Function;

/** On an executor: why a point of the space can't be trained there; empty when it can. */
final class RefusalTask implements Function<RunOrder, String> {
  private static final long serialVersionUID = 1L;

  @Override
  public String call(RunOrder order) throws IOException {
    return ExecutorTrainings.OF_THIS_PROCESS.of(order).refusal(order.parameters()).orElse("");
  }
}
