package dev.trawl.train;

import dev.trawl.model.Architectures;
import dev.trawl.model.ImageShape;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.train.onednn.NetworkTrainer;
import dev.trawl.train.onednn.Precision;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How this machine runs each architecture, with its defaults, for small gray images of ten classes;
 * a run's record has its own network's. Loads native libraries.
 */
public final class NetworkPlans {
  private static final ImageShape IMAGES = new ImageShape(1, 28, 28);
  private static final int CLASSES = 10;

  private final Architectures architectures;

  public NetworkPlans(Architectures architectures) {
    this.architectures = architectures;
  }

  /**
   * How an architecture is run.
   *
   * @param text what its program is made of, or why it has none or can't be trained at all
   */
  public record Summary(String model, boolean isCompiled, String text) {}

  /** Of each architecture. */
  public List<Summary> summaries() {
    return architectures.models().stream().map(this::summary).toList();
  }

  private Summary summary(String model) {
    NetworkConfiguration network = network(model);
    Optional<String> refusal = NetworkTrainer.refusal(network, Precision.FLOAT32);
    String text = refusal.orElseGet(() -> NetworkTrainer.summarize(network));
    return new Summary(model, NetworkTrainer.isCompiled(network), text);
  }

  /**
   * What runs an architecture's network, then a line for each of its vertices.
   *
   * @throws IllegalArgumentException when there is no such architecture
   */
  public List<String> plan(String model) {
    return NetworkTrainer.describe(network(model));
  }

  private NetworkConfiguration network(String model) {
    NativeBackend.prepare();
    return architectures.configure(model, Map.of(), IMAGES, CLASSES, 0);
  }
}
