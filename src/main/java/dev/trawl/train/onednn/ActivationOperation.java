package dev.trawl.train.onednn;

import java.util.List;

/**
 * A function of each number.
 *
 * @param inPlace whether it may write over its input, which nobody reads afterwards
 */
record ActivationOperation(Activation activation, Shape output, boolean inPlace)
    implements Operation {
  @Override
  public String description() {
    return activation.name();
  }

  @Override
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    Tensor input = inputs.get(0);
    boolean over = inPlace && (activation.byOutput() || !program.isTraining());
    Tensor result = over ? program.view(input, input.layout()) : program.allocate(input.layout());
    program.elementwise().apply(activation, input, result);
    Tensor kept = activation.byOutput() ? result : input;
    program.backwards(
        result,
        gradient ->
            program.contribute(input, program.elementwise().gradient(activation, kept, gradient)));
    return result;
  }
}
