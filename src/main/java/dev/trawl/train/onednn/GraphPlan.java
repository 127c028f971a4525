package dev.trawl.train.onednn;

import dev.trawl.model.ImageShape;
import dev.trawl.model.NetworkConfiguration;
import dev.trawl.train.onednn.ProgramBuilder.Purpose;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * How a network would be compiled: its vertices in order, each as an operation of oneDNN's, as a
 * part of another vertex's, or as a gap, for which the whole network stays Deeplearning4j's.
 *
 * <p>A pure function of the configuration and the images' shape: nothing is loaded or allocated.
 */
public final class GraphPlan {
  private final Shape input;
  private final List<Step> steps;
  private final Map<String, Choice> choices;
  private final @Nullable String stockFault;

  /**
   * One operation, on the results of others.
   *
   * @param name of the result: a vertex's, or one of the plan's own
   * @param inputs names of results, or the network's input
   */
  record Step(String name, List<String> inputs, Operation operation) {
    Step {
      inputs = List.copyOf(inputs);
    }
  }

  /** What becomes of a vertex. */
  sealed interface Choice {
    /** What it computes, or why it can't, for people. */
    String description();

    /** It is compiled. */
    record Compiled(String description) implements Choice {}

    /** Another vertex computes it as well. */
    record PartOf(String vertex) implements Choice {
      @Override
      public String description() {
        return "with " + vertex;
      }
    }

    /** It can't be compiled. */
    record Gap(String description) implements Choice {}
  }

  /**
   * @param steps each after those that it reads; the last is the output
   * @param stockFault what Deeplearning4j would train wrongly; null for nothing
   */
  GraphPlan(
      Shape input, List<Step> steps, Map<String, Choice> choices, @Nullable String stockFault) {
    this.input = input;
    this.steps = List.copyOf(steps);
    this.choices = new LinkedHashMap<>(choices);
    this.stockFault = stockFault;
  }

  /** Never fails: what can't be compiled is a gap. */
  public static GraphPlan of(NetworkConfiguration network) {
    return of(network.deeplearning4j(), network.images());
  }

  static GraphPlan of(ComputationGraphConfiguration network, ImageShape images) {
    return new GraphAnalysis(network, images).plan();
  }

  /** One line a vertex, such as {@code conv1: conv 3×3 + relu} or {@code lstm: no program}. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    choices.forEach((vertex, choice) -> lines.add(vertex + ": " + choice.description()));
    return lines;
  }

  /** The kinds of operations in one short line, each once: {@code conv 3×3 + relu, max-pool}. */
  public String summary() {
    Set<String> kinds = new LinkedHashSet<>();
    steps.forEach(step -> kinds.add(step.operation().description()));
    return String.join(", ", kinds);
  }

  /** The first vertex that can't be compiled, and why; empty for a complete plan. */
  public Optional<String> gap() {
    return choices.entrySet().stream()
        .filter(choice -> choice.getValue() instanceof Choice.Gap)
        .map(choice -> choice.getKey() + ": " + choice.getValue().description())
        .findFirst();
  }

  /** Why such a network is left to Deeplearning4j on this machine; empty where it is compiled. */
  Optional<String> stockReason() {
    return Backend.problem().or(this::gap);
  }

  /**
   * The native memory, in bytes, that the arrays of a training step take beside the network's own
   * vectors: activations, their gradients, working copies of the weights. Empty where the network
   * isn't compiled: with a gap, without oneDNN, or in a precision that the processor lacks.
   *
   * <p>Asks oneDNN for the layouts that it would take, some milliseconds a layer.
   *
   * @param batch images a step
   */
  public OptionalLong trainingBytes(int batch, Precision precision) {
    return precision.objection().isPresent()
        ? OptionalLong.empty()
        : bytes(new Purpose(batch, true, precision, channelsLast(), new StepRandom()));
  }

  /** The same of predictions. */
  public OptionalLong inferenceBytes(int batch) {
    return folded().bytes(prediction(batch));
  }

  /** The same in fewer steps, for programs that only predict. */
  GraphPlan folded() {
    return new GraphPlan(input, Folding.of(steps), choices, stockFault);
  }

  private OptionalLong bytes(Purpose purpose) {
    return stockReason().isPresent()
        ? OptionalLong.empty()
        : OptionalLong.of(NetworkProgram.bytes(this, purpose));
  }

  /** How many numbers all results for one image are together: cheap, and roughly the memory. */
  public long activations() {
    return steps.stream()
        .map(step -> step.operation().output())
        .mapToLong(shape -> shape.channels() * shape.pixels())
        .sum();
  }

  /** What Deeplearning4j's own layers would train wrongly; empty for nothing. */
  Optional<String> stockFault() {
    return Optional.ofNullable(stockFault);
  }

  Stream<Operation> operations() {
    return steps.stream().map(Step::operation);
  }

  /** Whether images lie pixel by pixel: tokens, which attention multiplies, are pixels. */
  boolean channelsLast() {
    return operations().anyMatch(Operation::isAttention);
  }

  /** What a program that predicts so many images at a time is for. */
  Purpose prediction(long batch) {
    boolean faster = OneDnn.predictsByPixels() && operations().noneMatch(Operation::isDepthwise);
    return new Purpose(batch, false, Precision.FLOAT32, channelsLast() || faster, new StepRandom());
  }

  Shape input() {
    return input;
  }

  /** Empty with a gap. */
  List<Step> steps() {
    return steps;
  }
}
