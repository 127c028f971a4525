package dev.trawl.train.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_ATTR_SCALES;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;

import dev.trawl.train.onednn.NativeScope.Step;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl.prop_kind;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.reorder;
import org.jspecify.annotations.Nullable;

/**
 * Collects a program's primitives in the order in which they run, and its arrays. Memory comes
 * last: until then an array knows only when it is used.
 */
final class ProgramBuilder {
  private final NativeScope scope;
  private final FlatParameters parameters;
  private final Purpose purpose;
  private final MemoryPlan plan = new MemoryPlan();
  private final List<PrimitiveSequence.Place> places = new ArrayList<>();
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();
  private final Deque<Runnable> backwards = new ArrayDeque<>();
  private final Layouts layouts;
  private final Elementwise elementwise = new Elementwise(this);
  private List<Step> current = forward;
  private int time;
  private PrimitiveSequence.@Nullable Result result;

  /**
   * What a program is for.
   *
   * @param batch images at a time
   * @param channelsLast whether images lie pixel by pixel, rather than as convolutions like it best
   */
  record Purpose(
      long batch, boolean training, Precision precision, boolean channelsLast, StepRandom random) {}

  ProgramBuilder(NativeScope scope, FlatParameters parameters, Purpose purpose) {
    this.scope = scope;
    this.parameters = parameters;
    this.purpose = purpose;
    this.layouts = new Layouts(scope, purpose);
  }

  NativeScope scope() {
    return scope;
  }

  Layouts layouts() {
    return layouts;
  }

  Elementwise elementwise() {
    return elementwise;
  }

  long batch() {
    return purpose.batch();
  }

  boolean isTraining() {
    return purpose.training();
  }

  StepRandom random() {
    return purpose.random();
  }

  prop_kind kind() {
    return isTraining() ? prop_kind.forward_training : prop_kind.forward_inference;
  }

  /** A new array. */
  Tensor allocate(memory.desc layout) {
    return tensor(scope.keep(layout), plan.add(layout.get_size()), 0);
  }

  /** The same numbers seen in another way; the caller's, which move, are copied. */
  Tensor view(Tensor tensor, memory.desc layout) {
    return view(tensor, layout, 0);
  }

  /**
   * @param first of the program's type of numbers the first that is seen
   */
  Tensor view(Tensor tensor, memory.desc layout, long first) {
    MemoryPlan.Block block = tensor.block() == null ? duplicate(tensor).block() : tensor.block();
    long bytes = first * (layouts.type() == memory.data_type.bf16 ? Short.BYTES : Float.BYTES);
    Tensor view = tensor(layout, Objects.requireNonNull(block), bytes);
    return tensor.isConstant() ? view.asConstant() : view;
  }

  /** An image pixel by pixel, [batch · pixels, channels]. */
  Tensor rows(Tensor image, Shape shape) {
    Tensor lying = as(image, layouts.channelsLast(shape));
    return view(
        lying,
        layouts.describe(
            layouts.type(), memory.format_tag.ab, batch() * shape.pixels(), shape.channels()));
  }

  /** Rows as the image whose pixels they are. */
  Tensor pixels(Tensor rows, Shape shape) {
    return view(rows, layouts.channelsLast(shape));
  }

  /** A copy, which may be written over. */
  Tensor duplicate(Tensor tensor) {
    Tensor copy = allocate(tensor.layout());
    copy(tensor, copy);
    return copy;
  }

  /** An array of the caller's. */
  Tensor external(ArrayMemory array, memory.desc layout) {
    return new Tensor(layout, array.memory(), null).asConstant();
  }

  Tensor parameter(String name, memory.desc layout) {
    return at(parameters.address(name), layout);
  }

  Tensor parameterGradient(String name, memory.desc layout) {
    return at(parameters.gradientAddress(name), layout);
  }

  private Tensor at(long address, memory.desc layout) {
    Address pointer = scope.keep(new Address(address));
    return new Tensor(layout, scope.keep(new memory(layout, scope.engine(), pointer)), null);
  }

  private Tensor tensor(memory.desc layout, MemoryPlan.Block block, long offset) {
    memory handle = scope.keep(new memory(layout, scope.engine(), scope.keep(new Address(0))));
    Tensor tensor = new Tensor(layout, handle, block);
    places.add(new PrimitiveSequence.Place(handle, block, offset));
    return tensor;
  }

  /** Adds a primitive to the pass that is being built. */
  <D extends primitive_desc_base> void run(
      D description, Function<D, primitive> maker, Arguments arguments) {
    scope.keep(description);
    memory.desc scratchpad = scope.keep(description.scratchpad_desc());
    if (scratchpad.get_size() > 0) {
      arguments.with(DNNL_ARG_SCRATCHPAD, allocate(scratchpad));
    }
    primitive operation = scope.keep(maker.apply(description));
    IntMemoryMap map = scope.keep(new IntMemoryMap());
    arguments.tensors().forEach((argument, tensor) -> map.put(argument, tensor.memory()));
    run(
        () -> operation.execute(scope.queue(), map),
        arguments.tensors().values().toArray(Tensor[]::new));
  }

  /** Adds anything else. */
  void run(Step step, Tensor... used) {
    for (Tensor tensor : used) {
      if (tensor.block() != null) {
        tensor.block().usedBy(time);
      }
    }
    time++;
    current.add(step);
  }

  /** Copies one array to another and changes its layout and type on the way. */
  void copy(Tensor from, Tensor to) {
    var description =
        new reorder.primitive_desc(
            scope.engine(), from.layout(), scope.engine(), to.layout(), scope.attributes(), false);
    run(description, reorder::new, new Arguments().with(DNNL_ARG_SRC, from).with(DNNL_ARG_DST, to));
  }

  /**
   * The same, multiplied on the way.
   *
   * @param factors for each index along the axes
   * @param axes as bits
   */
  void copy(Tensor from, Tensor to, Tensor factors, int axes) {
    primitive_attr attributes = scope.attributes();
    attributes.set_scales_mask(DNNL_ARG_SRC, axes);
    var description =
        new reorder.primitive_desc(
            scope.engine(), from.layout(), scope.engine(), to.layout(), attributes, false);
    run(
        description,
        reorder::new,
        new Arguments()
            .with(DNNL_ARG_SRC, from)
            .with(DNNL_ARG_ATTR_SCALES | DNNL_ARG_SRC, factors)
            .with(DNNL_ARG_DST, to));
  }

  /** The array itself if it lies so already, else a copy that does. */
  Tensor as(Tensor tensor, memory.desc layout) {
    if (tensor.layout().equals(layout)) {
      return tensor;
    }
    Tensor copy = allocate(layout);
    copy(tensor, copy);
    return copy;
  }

  /** Builds a part of the backward pass later, in the reverse order; never without training. */
  void backwards(Runnable part) {
    if (isTraining()) {
      backwards.push(part);
    }
  }

  /**
   * The same for an operation's part, which is given the gradient by its result: the sum of what
   * its readers found. Left out where nobody needs one.
   */
  void backwards(Tensor result, Consumer<Tensor> part) {
    backwards(
        () -> {
          if (!result.gradients().isEmpty()) {
            part.accept(result.gradients().stream().reduce(elementwise::add).orElseThrow());
          }
        });
  }

  /**
   * Where to write what is made of a gradient: over it, or, if somebody else reads it as well, to a
   * new array.
   */
  Tensor reuse(Tensor gradient) {
    if (gradient.isMine()) {
      return gradient;
    }
    gradient.release();
    return allocate(gradient.layout());
  }

  /** Hands a gradient to an operation's input, in the input's layout. */
  void contribute(Tensor input, Tensor gradient) {
    if (!input.isConstant()) {
      input.addGradient(as(gradient, input.layout()));
    }
  }

  /** The same for a gradient that the caller reads on. */
  void share(Tensor input, Tensor gradient) {
    if (!input.isConstant()) {
      if (gradient.layout().equals(input.layout())) {
        gradient.hold();
      }
      contribute(input, gradient);
    }
  }

  /** What the caller reads after the forward pass, and the labels that the backward pass needs. */
  void result(Tensor logits, Tensor probabilities, ArrayMemory labels) {
    run(() -> {}, logits, probabilities); // Until then their memory is theirs.
    result = new PrimitiveSequence.Result(logits, probabilities, labels);
  }

  /** After the last operation's forward part, which is an output's. */
  PrimitiveSequence build() {
    current = backward;
    while (!backwards.isEmpty()) {
      backwards.pop().run();
    }
    return new PrimitiveSequence(
        forward, backward, Objects.requireNonNull(result), plan.arrange(), List.copyOf(places));
  }
}
