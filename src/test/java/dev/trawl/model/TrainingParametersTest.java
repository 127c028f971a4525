package dev.trawl.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trawl.train.NativeBackend;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** A configuration, and so a saved model, says what Deeplearning4j has a word for. */
class TrainingParametersTest {
  private static final double RATE = 2e-3;

  @BeforeAll
  static void load() {
    NativeBackend.inspect();
  }

  /** The last layer with weights of its own, as the network is trained, saved and read again. */
  private static BaseLayer layer(Map<String, Object> values) {
    try (Network network =
            new Architectures().network("cnn", values, new ImageShape(1, 14, 14), 3, 1);
        Network read = Network.read(network.write())) {
      return (BaseLayer) read.deeplearning4j().getOutputLayer(0).conf().getLayer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static IUpdater updater(Map<String, Object> values) {
    return layer(values).getIUpdater();
  }

  @Test
  void updater_ofEachOptimizer_isItsOwn() {
    assertThat(updater(Map.of("learning_rate", RATE))).isEqualTo(new Adam(RATE));
    assertThat(updater(Map.of("learning_rate", RATE, "optimizer", "adamw")))
        .isEqualTo(new Adam(RATE));
    assertThat(updater(Map.of("learning_rate", RATE, "optimizer", "sgd", "momentum", 0.0)))
        .isEqualTo(new Sgd(RATE));
    assertThat(updater(Map.of("learning_rate", RATE, "optimizer", "sgd", "momentum", 0.8)))
        .as("with the same state")
        .isEqualTo(new Nesterovs(RATE, 0.8));
    assertThat(updater(Map.of("learning_rate", RATE, "optimizer", "nesterov")))
        .isEqualTo(new Nesterovs(RATE, 0.9));
  }

  @Test
  void penalties_areOnTheWeights_notTheBiases() {
    Regularization l2 = new L2Regularization(0.1);
    Regularization decay = new WeightDecay(0.2, true);
    assertThat(penalties(Map.of())).isEmpty();
    assertThat(penalties(Map.of("l2", 0.1))).isEqualTo(List.of(l2));
    assertThat(penalties(Map.of("l2", 0.1, "weight_decay", 0.2))).isEqualTo(List.of(l2, decay));
    assertThat(penalties(Map.of("weight_decay", 0.2))).isEqualTo(List.of(decay));
    assertThat(penalties(Map.of("optimizer", "adamw")))
        .isEqualTo(List.of(new WeightDecay(0.01, true)));
    assertThat(penalties(Map.of("optimizer", "adamw", "weight_decay", 0.0))).isEmpty();
    assertThat(layer(Map.of("l2", 0.1, "weight_decay", 0.2)).getRegularizationBias()).isEmpty();
  }

  private static List<Regularization> penalties(Map<String, Object> values) {
    return layer(values).getRegularization();
  }
}
