package dev.trawl.train.onednn;

import java.util.List;
import org.bytedeco.dnnl.global.dnnl.algorithm;

/** The sum of two or more arrays of one shape, and its activation function. */
record AdditionOperation(Activation activation, Shape output) implements Operation {
  @Override
  public String description() {
    return "add" + activation.suffix();
  }

  @Override
  public boolean keepsOutput() {
    return !activation.isIdentity();
  }

  @Override
  public Tensor compile(ProgramBuilder program, List<Tensor> inputs) {
    Tensor result = program.allocate(inputs.get(0).layout());
    Tensor sum = inputs.get(0);
    for (int i = 1; i < inputs.size(); i++) {
      Activation function = i == inputs.size() - 1 ? activation : Activation.IDENTITY;
      Tensor next = program.as(inputs.get(i), result.layout());
      program.elementwise().combine(algorithm.binary_add, sum, next, result, function);
      sum = result;
    }
    program.backwards(
        result,
        gradient -> {
          Tensor bySum = program.elementwise().gradient(activation, result, gradient);
          inputs.forEach(input -> program.share(input, bySum));
          bySum.release();
        });
    return result;
  }
}
