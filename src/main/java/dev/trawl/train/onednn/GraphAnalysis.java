package dev.trawl.train.onednn;

import dev.trawl.model.ImageShape;
import dev.trawl.train.onednn.GraphPlan.Choice;
import dev.trawl.train.onednn.GraphPlan.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;

/** Looks at each vertex of a network together with those that read it. */
final class GraphAnalysis {
  private final ComputationGraphConfiguration network;
  private final Shape images;
  private final Neighbours neighbours;
  private final Map<String, Result> results = new HashMap<>();
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final Map<String, Choice> choices = new LinkedHashMap<>();
  private int dropouts;

  /**
   * Where a vertex's output is.
   *
   * @param step whose it is; an image of one pixel may stand for one that is the same everywhere
   * @param shape that it counts as
   */
  private record Result(String step, Shape shape) {}

  GraphAnalysis(ComputationGraphConfiguration network, ImageShape images) {
    this.network = network;
    this.images = new Shape(images.channels(), images.height(), images.width());
    this.neighbours = new Neighbours(network);
  }

  GraphPlan plan() {
    Optional<String> objection = Objections.toNetwork(network);
    if (objection.isPresent()) {
      Choice gap = new Choice.Gap(objection.get());
      return plan(List.of(), Map.of("network", gap));
    }
    String input = network.getNetworkInputs().get(0);
    results.put(input, new Result(input, images));
    for (String vertex : neighbours.order()) {
      if (!choices.containsKey(vertex)) {
        choices.put(vertex, choose(vertex));
      }
    }
    boolean whole = choices.values().stream().noneMatch(Choice.Gap.class::isInstance);
    Map<String, Choice> ordered = new LinkedHashMap<>(); // One that joins another is chosen first.
    neighbours.order().forEach(vertex -> ordered.put(vertex, choice(vertex)));
    return plan(whole ? List.copyOf(steps.values()) : List.of(), ordered);
  }

  private GraphPlan plan(List<Step> all, Map<String, Choice> chosen) {
    return new GraphPlan(images, all, chosen, StockGradients.fault(network).orElse(null));
  }

  private Choice choice(String vertex) {
    return Objects.requireNonNull(choices.get(vertex), vertex);
  }

  private Choice choose(String vertex) {
    List<Result> inputs = new ArrayList<>();
    for (String read : neighbours.inputs(vertex)) {
      Result result = results.get(read);
      if (result == null) {
        return new Choice.Gap("behind a gap");
      }
      inputs.add(result);
    }
    boolean last = network.getNetworkOutputs().contains(vertex);
    if (last == neighbours.isRead(vertex)) {
      return new Choice.Gap(last ? "more behind the output" : "nothing reads it");
    }
    GraphVertex configuration = neighbours.configuration(vertex);
    if (configuration instanceof LayerVertex layer) {
      return chooseLayer(vertex, layer, inputs.get(0));
    }
    if (configuration.getClass() == ElementWiseVertex.class) {
      return chooseElementwise(vertex, ((ElementWiseVertex) configuration).getOp(), inputs);
    }
    if (configuration instanceof ReshapeVertex reshape && isRelabelling(reshape, inputs.get(0))) {
      results.put(vertex, inputs.get(0));
      return new Choice.Compiled("reshape");
    }
    return new Choice.Gap("no program for " + configuration.getClass().getSimpleName());
  }

  private Choice chooseLayer(String vertex, LayerVertex configuration, Result input) {
    Optional<String> objection = Objections.toLayer(configuration);
    if (objection.isPresent()) {
      return new Choice.Gap(objection.get());
    }
    Layer layer = configuration.getLayerConf().getLayer();
    if (layer instanceof Upsampling2D upsampling) {
      return chooseUpsampling(vertex, upsampling, input);
    }
    Result flat = input;
    if (configuration.getPreProcessor() != null && input.shape().pixels() > 1) {
      flat = add(vertex + "/flat", List.of(input), new FlattenOperation(input.shape()));
    }
    Result taken = dropout(vertex, layer, flat);
    LayerReader reader = new LayerReader(vertex, layer, taken.shape());
    objection = reader.objection();
    if (objection.isPresent()) {
      return new Choice.Gap(objection.get());
    }
    if (layer instanceof DropoutLayer) {
      results.put(vertex, taken);
      return new Choice.Compiled(
          taken.equals(flat) ? "identity" : step(taken).operation().description());
    }
    if (layer instanceof ActivationLayer) {
      boolean over = isOnlyReader(vertex, input) && !step(input).operation().keepsOutput();
      return compile(vertex, List.of(taken), reader.activation(over));
    }
    if (layer instanceof SubsamplingLayer) {
      return compile(vertex, List.of(taken), reader.pooling(waitingActivation(input)));
    }
    if (reader.isOutput()) {
      List<Result> inputs = taken.equals(flat) ? List.of(flat) : List.of(taken, flat);
      return compile(vertex, inputs, reader.output());
    }
    if (reader.normalizes()) {
      return chooseNormalized(vertex, taken, reader);
    }
    Optional<String> behind =
        neighbours.activationBehind(vertex).filter(next -> reader.takes(neighbours.function(next)));
    Activation function = behind.map(neighbours::function).orElse(Activation.IDENTITY);
    boolean pooled = neighbours.isMaxPooled(behind.orElse(vertex));
    Choice choice = compile(vertex, List.of(taken), reader.operation(function, pooled));
    behind.ifPresent(next -> join(next, vertex));
    return choice;
  }

  private Choice chooseNormalized(String vertex, Result input, LayerReader reader) {
    Operation sums = reader.sums();
    Operation normalized = reader.normalization();
    compile(vertex, List.of(add(vertex + "/sums", List.of(input), sums)), normalized);
    return new Choice.Compiled(sums.description() + " + " + normalized.description());
  }

  /** Its input, or what dropout leaves of it. */
  private Result dropout(String vertex, Layer layer, Result input) {
    Optional<Double> kept = LayerReader.kept(layer);
    return kept.isEmpty()
        ? input
        : add(
            vertex + "/dropout",
            List.of(input),
            new DropoutOperation(kept.get(), dropouts++, input.shape()));
  }

  private Choice chooseElementwise(String vertex, ElementWiseVertex.Op op, List<Result> inputs) {
    Shape shape = inputs.get(0).shape();
    if (inputs.stream().anyMatch(input -> !input.shape().equals(shape))) {
      return new Choice.Gap("inputs of different shapes");
    }
    if (op == ElementWiseVertex.Op.Add && inputs.stream().noneMatch(this::isSpread)) {
      Optional<String> behind =
          neighbours.activationBehind(vertex).filter(next -> neighbours.function(next).byOutput());
      Activation function = behind.map(neighbours::function).orElse(Activation.IDENTITY);
      Choice choice = compile(vertex, inputs, new AdditionOperation(function, shape));
      behind.ifPresent(next -> join(next, vertex));
      return choice;
    }
    if (op == ElementWiseVertex.Op.Product && inputs.size() == 2) {
      boolean turned = isSpread(inputs.get(0));
      Result image = inputs.get(turned ? 1 : 0);
      Result factor = inputs.get(turned ? 0 : 1);
      return isSpread(image)
          ? new Choice.Gap("a product of two upsampled images")
          : compile(vertex, List.of(image, factor), new ProductOperation(isSpread(factor), shape));
    }
    return new Choice.Gap("no program for " + op);
  }

  /** An image of one pixel, spread over a larger one for a product, which needs no copies of it. */
  private Choice chooseUpsampling(String vertex, Upsampling2D layer, Result input) {
    if (input.shape().pixels() > 1
        || !neighbours.isReadByProductsAlone(vertex)
        || LayerReader.kept(layer).isPresent()) {
      return new Choice.Gap("upsampling other than of one number a channel for a product");
    }
    int[] size = layer.getSize();
    Shape spread = new Shape(input.shape().channels(), size[0], size[1]);
    results.put(vertex, new Result(input.step(), spread));
    return new Choice.Compiled("spread");
  }

  private boolean isSpread(Result result) {
    return steps.containsKey(result.step())
        && !step(result).operation().output().equals(result.shape());
  }

  private Choice compile(String vertex, List<Result> inputs, Operation operation) {
    if (inputs.stream().anyMatch(this::isSpread) && !(operation instanceof ProductOperation)) {
      return new Choice.Gap("behind an upsampling");
    }
    results.put(vertex, add(vertex, inputs, operation));
    return new Choice.Compiled(operation.description());
  }

  private Result add(String name, List<Result> inputs, Operation operation) {
    steps.put(name, new Step(name, inputs.stream().map(Result::step).toList(), operation));
    return new Result(name, operation.output());
  }

  /** Says that a vertex is computed by the one before it. */
  private void join(String vertex, String before) {
    results.put(vertex, results.get(before));
    choices.put(vertex, new Choice.PartOf(before));
  }

  /** The function whose gradient the step before has left to the pooling that reads it. */
  private Activation waitingActivation(Result input) {
    return steps.containsKey(input.step())
            && step(input).operation() instanceof ConvolutionOperation convolution
            && convolution.activationWaits()
        ? convolution.activation()
        : Activation.IDENTITY;
  }

  /** Whether nobody else has to do with the array that the vertex reads. */
  private boolean isOnlyReader(String vertex, Result input) {
    String read = neighbours.inputs(vertex).get(0);
    return steps.containsKey(read)
        && input.step().equals(read)
        && neighbours.isOnlyReader(vertex, read);
  }

  private Step step(Result result) {
    return Objects.requireNonNull(steps.get(result.step()), result.step());
  }

  /** Pixels as tokens, [batch, channels, pixels], or tokens as the pixels that they were. */
  private static boolean isRelabelling(ReshapeVertex vertex, Result input) {
    Shape image = input.shape();
    int[] shape = vertex.getNewShape();
    long[] rest = Arrays.stream(shape).skip(1).asLongStream().toArray();
    return vertex.getReshapeOrder() == 'c'
        && shape[0] == -1
        && (Arrays.equals(rest, new long[] {image.channels(), image.pixels()})
            || Arrays.equals(rest, new long[] {image.channels(), image.height(), image.width()}));
  }
}
