package dev.trawl.model;

import dev.trawl.sweep.Distribution;
import dev.trawl.sweep.Hyperparameter;
import dev.trawl.sweep.Needs;
import dev.trawl.sweep.ParameterCatalog;
import dev.trawl.sweep.RunKeys;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;

/** The architectures by the name that a sweep file gives them. Immutable. */
public final class Architectures implements ParameterCatalog {
  /** The register: a new architecture is one line here. */
  private static final Map<String, Architecture> ALL =
      Map.of(
          "attention", new AttentionNetwork(),
          "cnn", new ConvolutionalNetwork(),
          "deep_cnn", new DeepConvolutionalNetwork(),
          "mobilenet_v2", new MobileNetwork(),
          "resnet", new ResidualNetwork(),
          "se_resnet", new SqueezeExcitationNetwork());

  private final Map<String, Architecture> architectures;

  /** Those that there are. */
  public Architectures() {
    this(ALL);
  }

  /** Others. */
  public Architectures(Map<String, Architecture> architectures) {
    this.architectures = Collections.unmodifiableMap(new TreeMap<>(architectures));
  }

  @Override
  public Set<String> models() {
    return architectures.keySet();
  }

  @Override
  public Map<String, Needs> needs() {
    return TrainingParameters.NEEDS;
  }

  @Override
  public List<String> trainingParameters() {
    return TrainingParameters.ALL.stream().map(Hyperparameter::name).toList();
  }

  @Override
  public Map<String, Hyperparameter> parameters(String model) {
    Map<String, Hyperparameter> byName = new LinkedHashMap<>();
    Stream.of(find(model).hyperparameters(), TrainingParameters.ALL)
        .flatMap(List::stream)
        .forEach(hyperparameter -> byName.put(hyperparameter.name(), hyperparameter));
    return Collections.unmodifiableMap(byName);
  }

  /**
   * A run's network, untrained; the caller closes it.
   *
   * @param values what the run has; the rest has its default
   * @param seed decides the initial weights
   * @throws IllegalArgumentException when no such network exists, with what was needed and what was
   *     found
   */
  public Network network(
      String model, Map<String, Object> values, ImageShape input, int classes, long seed) {
    return Network.of(configure(model, values, input, classes, seed).deeplearning4j());
  }

  /**
   * What a run's network would be; nothing is allocated for it.
   *
   * @throws IllegalArgumentException when no such network exists, with what was needed and what was
   *     found
   */
  public NetworkConfiguration configure(
      String model, Map<String, Object> values, ImageShape input, int classes, long seed) {
    Hyperparameters all = new Hyperparameters(parameters(model), values);
    ComputationGraphConfiguration graph =
        find(model).configure(all, input, classes, TrainingParameters.configuration(all, seed));
    for (GraphVertex vertex : graph.getVertices().values()) {
      if (vertex instanceof LayerVertex layer) {
        TrainingParameters.removeRepeatedPenalties(layer.getLayerConf().getLayer());
      }
    }
    return new NetworkConfiguration(graph, input);
  }

  /** Which points of a space need larger images. */
  public SizeCheck checkSizes(
      List<String> models, Map<String, Distribution> space, ImageShape images) {
    SizeCheck all = new SizeCheck(0, Map.of());
    for (String model : models) {
      SizeCheck own =
          SizeCheck.of(space, find(model).sizing(), point -> checkSize(model, point, images));
      all = all.and(models.size() == 1 ? own : own.with(RunKeys.MODEL, model));
    }
    return all;
  }

  /**
   * The first point of a space whose network the images are large enough for, as far as that
   * decides: the rest has its defaults. Empty where there is none.
   */
  public Optional<Map<String, Object>> fitting(
      String model, Map<String, Distribution> space, ImageShape images) {
    return SizeCheck.first(space, find(model).sizing(), point -> checkSize(model, point, images));
  }

  /**
   * Checks that images are large enough for a run.
   *
   * @throws IllegalArgumentException when they are not, with what was needed and what was found
   */
  public void checkSize(String model, Map<String, Object> values, ImageShape images) {
    find(model).checkSize(new Hyperparameters(parameters(model), values), images);
  }

  Architecture find(String model) {
    Architecture architecture = architectures.get(model);
    if (architecture == null) {
      throw new IllegalArgumentException(
          "need one of %s, found the model %s".formatted(models(), model));
    }
    return architecture;
  }
}
