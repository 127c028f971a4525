package dev.trawl.train.onednn;

import dev.trawl.train.onednn.GraphPlan.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fewer steps, for a program that only predicts: a convolution does what stands behind it on its
 * way to memory, if nobody else reads what it makes.
 */
final class Folding {
  private final Map<String, Step> steps = new LinkedHashMap<>();
  private final List<String> read;

  private Folding(List<Step> all) {
    read = all.stream().map(Step::inputs).flatMap(Collection::stream).toList();
    all.forEach(this::add);
  }

  /**
   * @param steps each after those that it reads; of the result the same holds
   */
  static List<Step> of(List<Step> steps) {
    return List.copyOf(new Folding(steps).steps.values());
  }

  private void add(Step step) {
    Step added =
        step.operation() instanceof ConvolutionOperation convolution
            ? new Step(step.name(), step.inputs(), FoldedConvolution.of(convolution))
            : step.inputs().stream()
                .flatMap(input -> folded(input, step).stream())
                .findFirst()
                .orElse(step);
    steps.put(added.name(), added);
  }

  /** A step together with one of its inputs, which is none of its own any longer. */
  private Optional<Step> folded(String input, Step step) {
    Step before = steps.get(input);
    if (before == null
        || !(before.operation() instanceof FoldedConvolution convolution)
        || Collections.frequency(read, input) > 1) {
      return Optional.empty();
    }
    return convolution
        .with(step.operation())
        .map(
            both -> {
              steps.remove(input);
              List<String> inputs = new ArrayList<>(before.inputs());
              step.inputs().stream().filter(name -> !name.equals(input)).forEach(inputs::add);
              return new Step(step.name(), inputs, both);
            });
  }
}
