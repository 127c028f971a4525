package dev.trawl.train.onednn;

import dev.trawl.train.onednn.GraphPlan.Step;
import dev.trawl.train.onednn.ProgramBuilder.Purpose;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network as one list of native primitives, for one number of images: forward, and backward if it
 * is for training. It reads the network's parameters where they are and writes the gradients where
 * they belong; all between the two is in the arena.
 */
final class NetworkProgram implements ProgramCache.Program {
  private final NativeScope scope;
  private final ArrayMemory input;
  private final PrimitiveSequence program;
  private final Arena arena;
  private final long classes;
  private final Purpose purpose;
  private long boundTo;

  /**
   * @param plan without gaps
   * @param arena where it works; shared with programs that run at other times
   */
  NetworkProgram(GraphPlan plan, FlatParameters parameters, Purpose purpose, Arena arena) {
    this.scope = new NativeScope();
    this.purpose = purpose;
    this.arena = arena;
    List<Step> steps = plan.steps();
    this.classes = steps.get(steps.size() - 1).operation().output().channels();
    try {
      ProgramBuilder builder = new ProgramBuilder(scope, parameters, purpose);
      memory.desc layout =
          builder
              .layouts()
              .describe(
                  memory.data_type.f32, memory.format_tag.abcd, plan.input().of(purpose.batch()));
      this.input = scope.bind(layout, plan.input().of(purpose.batch()));
      this.program = compile(plan, builder, builder.external(input, layout));
    } catch (RuntimeException | Error e) {
      scope.close();
      throw e;
    }
    arena.reserve(program.bytes());
  }

  /** How much of the arena a program would take. */
  static long bytes(GraphPlan plan, Purpose purpose) {
    try (Arena measured = new Arena();
        NetworkProgram program =
            new NetworkProgram(plan, FlatParameters.NOWHERE, purpose, measured)) {
      return program.program.bytes();
    }
  }

  private static PrimitiveSequence compile(GraphPlan plan, ProgramBuilder builder, Tensor images) {
    Map<String, Tensor> results = new HashMap<>();
    Tensor input =
        builder
            .as(
                images,
                builder
                    .layouts()
                    .describe(
                        builder.layouts().type(),
                        memory.format_tag.abcd,
                        plan.input().of(builder.batch())))
            .asConstant();
    for (Step step : plan.steps()) {
      List<Tensor> inputs =
          step.inputs().stream().map(name -> results.getOrDefault(name, input)).toList();
      Tensor result = step.operation().compile(builder, inputs);
      boolean constant =
          !step.operation().hasParameters() && inputs.stream().allMatch(Tensor::isConstant);
      results.put(step.name(), constant ? result.asConstant() : result);
    }
    return builder.build();
  }

  /**
   * The network's results by its parameters as they are.
   *
   * @param images [batch, channels, height, width]
   */
  void forward(INDArray images) {
    bind();
    input.pointAt(images);
    program.forward().forEach(NativeScope.Step::run);
  }

  /**
   * The gradients of the mean loss, after {@link #forward} of the same images.
   *
   * @param labels [batch, classes]
   */
  void backward(INDArray labels) {
    program.result().labels().pointAt(labels);
    program.backward().forEach(NativeScope.Step::run);
  }

  /** What goes into softmax, without the output's dropout, [batch, classes]; before backward. */
  float[] logits() {
    return read(program.result().logits());
  }

  /** [batch, classes], with dropout if it is for training; before backward. */
  float[] probabilities() {
    return read(program.result().probabilities());
  }

  private float[] read(Tensor tensor) {
    float[] numbers = new float[Math.toIntExact(purpose.batch() * classes)];
    new FloatPointer(tensor.memory().get_data_handle()).get(numbers);
    return numbers;
  }

  private void bind() {
    long base = arena.address();
    if (base != boundTo) {
      program.bind(base);
      boundTo = base;
    }
  }

  @Override
  public void close() {
    scope.close();
  }
}
