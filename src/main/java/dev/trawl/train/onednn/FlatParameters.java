package dev.trawl.train.onednn;

import dev.trawl.train.update.FlatUpdater;
import dev.trawl.train.update.UpdateSettings;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Where a network's parameters and their gradients are: views of two flat vectors of one order. The
 * vectors are the network's own and have to outlive this.
 */
interface FlatParameters {
  /** Nowhere: enough to plan a program that is never run. */
  FlatParameters NOWHERE =
      new FlatParameters() {
        @Override
        public long address(String parameter) {
          return 0;
        }

        @Override
        public long gradientAddress(String parameter) {
          return 0;
        }
      };

  /**
   * Where a parameter's first number is.
   *
   * @param parameter Deeplearning4j's name, such as {@code conv1_W}
   */
  long address(String parameter);

  long gradientAddress(String parameter);

  /** Of an initialised network; its vector of gradients is made if there is none. */
  static FlatParameters of(ComputationGraph network) {
    if (network.getFlattenedGradients() == null) {
      network.initGradientsView();
      network.getFlattenedGradients().assign(0); // Batch statistics get none.
    }
    return new Views(network.params(), network.getFlattenedGradients(), network.paramTable());
  }

  /**
   * What changes the parameters by the gradients at each step.
   *
   * @throws IllegalArgumentException for an updater that {@link FlatUpdater} doesn't know
   */
  static FlatUpdater updater(ComputationGraph network, UpdateSettings settings) {
    of(network);
    return FlatUpdater.of(
        network.getUpdater(true), network.params(), network.getFlattenedGradients(), settings);
  }

  /** The same offsets in both vectors. */
  record Views(INDArray parameters, INDArray gradients, Map<String, INDArray> table)
      implements FlatParameters {
    @Override
    public long address(String parameter) {
      return Address.of(Objects.requireNonNull(table.get(parameter), parameter));
    }

    @Override
    public long gradientAddress(String parameter) {
      return Address.of(gradients) + address(parameter) - Address.of(parameters);
    }
  }
}
